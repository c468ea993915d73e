import type { AnswerView, TurnView } from '../../../src/protocol/turnView.ts';
import { ask, page, RECEIPT, type Sample } from './samplePage.ts';

const DESCRIPTION = 'Answered by ernie-5.1 and kept for this workspace. Nothing was charged.';

/** Pages with answers from the cache. */
export const CACHE_SAMPLES: Readonly<Record<string, Sample>> = {
  cached: { lang: 'en', view: page({ turns: [paid(), kept('From the cache (3 hours ago), saved ¥0.0123.')] }) },
  cachedZh: { lang: 'zh-cn', view: page({ turns: [keptZh('来自缓存（3 小时前），节省 ¥0.0123。')] }) },
  cachedUnsaved: {
    lang: 'en',
    // The second one has a cost, from an earlier attempt that failed.
    view: page({ turns: [kept('From the cache (just now).'), withReceipt(kept('From the cache (2 days ago).'))] }),
  },
  cachedWhileAsking: {
    lang: 'en',
    view: page({
      turns: [kept('From the cache (3 hours ago), saved ¥0.0123.'), ask('And this?', { state: 'waiting' })],
    }),
  },
  stale: { lang: 'en', view: page({ turns: [kept('From the cache (9 days ago). A newer answer is being fetched.')] }) },
  staleZh: { lang: 'zh-cn', view: page({ turns: [keptZh('来自缓存（9 天前）。正在后台更新回答。')] }) },
  fresher: {
    lang: 'en',
    view: page({
      turns: [kept('From the cache (9 days ago). A newer answer differs from the one shown.', 'Show It')],
    }),
  },
  fresherZh: {
    lang: 'zh-cn',
    view: page({ turns: [keptZh('来自缓存（9 天前）。后台更新的回答与当前显示的不同。', '显示新回答')] }),
  },
  joined: {
    lang: 'en',
    view: page({
      turns: [kept('The same question was already being asked; sharing its answer cost nothing.')],
    }),
  },
  joinedZh: { lang: 'zh-cn', view: page({ turns: [keptZh('与同时提出的相同问题共用此回答，未另行计费。')] }) },
  flight: {
    lang: 'en',
    view: page({
      turns: [shares('The same question is already being asked; its answer will be used here too.', 'Cancel')],
    }),
  },
  flightZh: { lang: 'zh-cn', view: page({ turns: [shares('已有相同的问题在等待回答，收到后将在此共用。', '取消')] }) },
};

function paid(): TurnView {
  return ask('Why is this slow?', { text: 'Each user costs one query.', receipt: RECEIPT });
}

function kept(text: string, label = 'Ask Again'): TurnView {
  return ask('Explain this function.', { text: 'It adds up what is in the cart.', cached: cached(text, label) });
}

function withReceipt(turn: TurnView): TurnView {
  return { ...turn, id: 'receipt', answer: { ...turn.answer, receipt: RECEIPT } };
}

function keptZh(text: string, label = '重新提问'): TurnView {
  return ask('解释这个函数。', { text: '它计算购物车中商品的总价。', cached: cached(text, label) });
}

function cached(text: string, label: string): AnswerView['cached'] & object {
  return { text, description: DESCRIPTION, actions: [{ id: label, label, asks: /Again|重新/.test(label) }] };
}

function shares(text: string, label: string): TurnView {
  const progress = { text, actions: [{ id: label, label }] };
  return ask(/\p{Script=Han}/u.test(text) ? '解释这个函数。' : 'Explain this function.', {
    state: 'waiting',
    progress,
  });
}
