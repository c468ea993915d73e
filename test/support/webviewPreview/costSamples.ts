import type { ChatView, CostView } from '../../../src/protocol/chatView.ts';
import { ask, chip, page, RECEIPT, type Sample } from './samplePage.ts';

const DESCRIPTION =
  "About 1,234 tokens are sent: the question with the extension's instructions, attachments and earlier turns, if any.";

/** Pages that show the cost of the next question. */
export const COST_SAMPLES: Readonly<Record<string, Sample>> = {
  cost: { lang: 'en', view: draft('Why is this slow?', cost('≈1,234 tokens · ¥0.0041–0.0220')) },
  costZh: { lang: 'zh-cn', view: draft('这段代码为什么慢？', cost('≈1,234 tokens · ¥0.0041–0.0220')) },
  costUnknown: { lang: 'en', view: draft('Why is this slow?', cost('≈1,234 tokens · price unknown')) },
  costOfChipsZh: {
    lang: 'zh-cn',
    view: page({ attachments: [chip('格式化.ts:12–40')], cost: cost('≈131,072 tokens · 套餐') }),
  },
  costLongModel: {
    lang: 'en',
    view: {
      ...draft('Why is this slow?', cost('≈31,234 tokens · ¥1.20–12.00')),
      model: 'ernie-4.5-turbo-vl-32k-preview-20261105',
      modelProblem: 'ernie-4.5-turbo-vl-32k-preview-20261105 was retired on 2026-10-29.',
    },
  },
  costTooLong: {
    lang: 'en',
    view: draft('Why is this slow?', { ...cost('≈231,234 tokens, too long'), isTooLong: true }),
  },
  costTooLongZh: { lang: 'zh-cn', view: draft('为什么慢？', { ...cost('≈231,234 tokens，过长'), isTooLong: true }) },
  costWhileAsking: {
    lang: 'en',
    view: { ...draft('And this?', cost('≈12 tokens · ≤¥0.0003')), turns: [ask('Why?', { state: 'waiting' })] },
  },
};

function draft(text: string, costs: CostView): ChatView {
  return page({
    turns: [ask('Explain this function.', { text: 'It adds up what is in the cart.', receipt: RECEIPT })],
    draft: text,
    cost: costs,
  });
}

function cost(text: string): CostView {
  return { text, description: DESCRIPTION };
}
