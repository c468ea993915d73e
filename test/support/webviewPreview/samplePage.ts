import type { ChatView } from '../../../src/protocol/chatView.ts';
import type { AnswerView, AttachmentView, TurnView } from '../../../src/protocol/turnView.ts';

/** A chat page in one state, and its language. */
export interface Sample {
  readonly lang: string;
  readonly view: ChatView;
  /** User actions before the page is checked, as a script for the page. */
  readonly act?: string;
}

/** A typical receipt. */
export const RECEIPT = {
  model: 'ernie-5.1',
  tokens: '1,234 + 356 tokens',
  amount: '¥0.0123',
  duration: '3.2 s',
  description: 'ernie-5.1 read 1,234 tokens and wrote 356; ¥0.0123; 3.2 seconds.',
};

/** Returns a page with a configured key and no content, with changes. */
export function page(change: Partial<ChatView>): ChatView {
  return {
    conversationId: 'sample',
    turns: [],
    earlier: 0,
    later: 0,
    last: null,
    place: null,
    attachments: [],
    draft: '',
    cost: null,
    unsentUpTo: null,
    setup: { hasCredentials: true, host: 'qianfan.baidubce.com' },
    model: 'ernie-5.1',
    modelProblem: null,
    sendKey: 'enter',
    recent: [],
    ...change,
  };
}

/** Returns an attachment. */
export function chip(label: string, icon: AttachmentView['icon'] = 'code', size?: string): AttachmentView {
  return { id: label, icon, label, description: `${label}, about 410 tokens`, ...(size !== undefined && { size }) };
}

/** Returns a button of a failure. */
export function action(label: string, asks = false) {
  return { id: label, label, asks };
}

/** Returns a question with its answer, complete by default. Answers with a receipt also have details. */
export function ask(question: string, answer: Partial<AnswerView>, id = question): TurnView {
  const details: AnswerView['details'] = answer.receipt && [{ name: 'model', value: answer.receipt.model }];
  return {
    id,
    question,
    attachments: [],
    answer: { state: 'finished', reasoning: '', text: '', ...(details && { details }), ...answer },
  };
}
