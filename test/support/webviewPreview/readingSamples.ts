import { ask, page, RECEIPT, type Sample } from './samplePage.ts';

const TEXT = `数据库没有为 \`user_id\` 建索引，所以每次查询都要扫描整张表。**先加索引**，再看是否还需要分批。

- 一次查询取回所有订单
- 在内存里按用户分组`;

/** Turns before the end of a conversation. */
const TURNS = Array.from({ length: 12 }, (_, index) =>
  ask(index % 2 === 0 ? '为什么这么慢？' : 'And with an index?', { text: TEXT, receipt: RECEIPT }, `turn${index}`),
);

const NEWEST = ask('最后的问题', { state: 'streaming', text: '第一段' }, 'newest');

const PLACE = { turnId: 'turn5', offsetPx: 60 };

const GROW = `tell({ type: 'delta', turnId: 'newest', reasoning: '', text: '……还有更多。' });`;

const DRAWN = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))`;

/** Reading positions: in the middle of a long conversation, with new content below, and a page that failed. */
export const READING_SAMPLES: Readonly<Record<string, Sample>> = {
  readingAbove: {
    lang: 'en',
    view: page({ turns: TURNS, place: PLACE, earlier: 9_000, later: 100, last: NEWEST }),
    act: DRAWN,
  },
  newTextZh: {
    lang: 'zh-cn',
    view: page({ turns: [...TURNS, NEWEST], place: PLACE }),
    act: `${GROW} ${DRAWN}`,
  },
  newQuestions: {
    lang: 'en',
    view: page({ turns: TURNS, place: PLACE }),
    act: `tell(${JSON.stringify({ type: 'turn', turn: NEWEST, total: 13 })}); ${DRAWN}`,
  },
  earlierEdgeZh: {
    lang: 'zh-cn',
    view: page({ turns: TURNS.slice(0, 3), earlier: 12, place: { turnId: 'turn0', offsetPx: -60 } }),
    act: DRAWN,
  },
  keysShown: { lang: 'en', view: page({ turns: TURNS }), act: `tell({ type: 'showShortcuts' }); ${DRAWN}` },
  keysShownZh: {
    lang: 'zh-cn',
    view: page({ turns: TURNS, sendKey: 'ctrlEnter' }),
    act: `tell({ type: 'showShortcuts' }); ${DRAWN}`,
  },
  pageBroken: { lang: 'en', view: page({}), act: `tell({ type: 'turn', turn: { id: 'x' }, total: 1 }); ${DRAWN}` },
  pageBrokenZh: { lang: 'zh-cn', view: page({}), act: `tell({ type: 'turn', turn: { id: 'x' }, total: 1 }); ${DRAWN}` },
};
