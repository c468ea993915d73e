import type { ChatView, CostView } from '../../../src/protocol/chatView.ts';
import type { AttachmentView } from '../../../src/protocol/turnView.ts';
import { ask, chip, page, RECEIPT, type Sample } from './samplePage.ts';

/** Pages with all kinds of attachments, and with context that does not fit. */
export const CONTEXT_SAMPLES: Readonly<Record<string, Sample>> = {
  contextChips: {
    lang: 'en',
    view: draft(chips(), cost('≈31,234 tokens · ¥0.12–0.24', meter(0.24, '24% of 128k'))),
  },
  contextChipsZh: {
    lang: 'zh-cn',
    view: draft(chipsZh(), cost('≈31,234 tokens · ¥0.12–0.24', meter(0.24, '占 128k 的 24%')), '这样改对吗？'),
  },
  contextTrimmed: {
    lang: 'en',
    view: {
      ...draft(
        [chip('orders.ts', 'file', '≈48k')],
        {
          ...cost('≈126,912 tokens · ¥0.51–0.66', meter(0.97, '97% of 128k')),
          notice: {
            text: 'The 4 oldest questions no longer fit and will not be sent.',
            actions: [action('New Chat with This Question'), action('Choose What to Send')],
          },
        },
        'And how do I test that?',
      ),
      unsentUpTo: 'first',
    },
  },
  contextTrimmedZh: {
    lang: 'zh-cn',
    view: {
      ...draft(
        [chip('订单.ts', 'file', '≈48k')],
        {
          ...cost('≈126,912 tokens · ¥0.51–0.66', meter(0.97, '占 128k 的 97%')),
          notice: {
            text: '最早的 4 个问题已放不下，不会发送。',
            actions: [action('用此问题新建聊天'), action('选择要发送的内容')],
          },
        },
        '怎么测试？',
      ),
      unsentUpTo: 'first',
    },
  },
  contextTight: {
    lang: 'en',
    view: draft([chip('bundle.js', 'file', '≈140k'), chip('Pasted Text', 'text', '≈3.1k')], {
      ...cost('≈144,012 tokens, too long', meter(1, '113% of 128k')),
      isTooLong: true,
      notice: {
        text: 'About 144,012 tokens, more than ernie-5.1 takes (131,072). The largest part is bundle.js (≈140k).',
        actions: [action('Choose What to Remove'), action('Select Model...')],
      },
    }),
  },
  contextUnknownZh: { lang: 'zh-cn', view: draft([], cost('约 234 tokens · 价格未知')) },
};

function draft(attachments: readonly AttachmentView[], costs: CostView, text = 'Is this right?'): ChatView {
  return page({
    turns: [
      ask('Explain this function.', { text: 'It adds up what is in the cart.', receipt: RECEIPT }, 'first'),
      ask('And this one?', { text: 'It sends the order.', receipt: RECEIPT }),
    ],
    attachments,
    draft: text,
    cost: costs,
  });
}

function chips(): AttachmentView[] {
  return [
    chip('orders.ts:12–40', 'code', '≈410'),
    chip('README.md', 'file', '≈1.2k'),
    chip('services/ (12/40)', 'folder', '≈18k'),
    chip('reconcileLedgerEntriesOfAllAccounts', 'symbol', '≈640'),
    chip('Problems (3)', 'problem', '≈120'),
    chip('bash', 'terminal', '≈2.3k'),
    chip('Staged Changes (5/6)', 'changes', '≈4.8k'),
    chip('Pasted Text', 'text', '≈3.1k'),
  ];
}

function chipsZh(): AttachmentView[] {
  return [
    chip('订单.ts:12–40', 'code', '≈410'),
    chip('服务/ (12/40)', 'folder', '≈18k'),
    chip('问题 (3)', 'problem', '≈120'),
    chip('bash', 'terminal', '≈2.3k'),
    chip('暂存的更改 (5/6)', 'changes', '≈4.8k'),
    chip('粘贴的文本', 'text', '≈3.1k'),
  ];
}

function cost(text: string, shown?: CostView['meter']): CostView {
  return { text, description: text, ...(shown && { meter: shown }) };
}

function meter(share: number, text: string): CostView['meter'] {
  return { share, text, description: `${text}.` };
}

function action(label: string) {
  return { id: label, label };
}
