import type { AnswerView, ChatView, TurnView } from '../../../src/protocol/chat.ts';

/** A page to look at, and its language. */
export interface Sample {
  readonly lang: string;
  readonly view: ChatView;
}

/** An ordinary receipt. */
export const RECEIPT = {
  model: 'ernie-5.1',
  tokens: '1,234 + 356 tokens',
  amount: '¥0.0123',
  duration: '3.2 s',
  description: 'ernie-5.1 read 1,234 tokens and wrote 356; ¥0.0123; 3.2 seconds.',
};

/** A page of a person who has a key, empty but for the change. */
export function page(change: Partial<ChatView>): ChatView {
  return {
    turns: [],
    attachments: [],
    draft: '',
    setup: { hasCredentials: true, host: 'qianfan.baidubce.com' },
    model: 'ernie-5.1',
    modelProblem: null,
    sendKey: 'enter',
    ...change,
  };
}

/** An attachment. */
export function chip(label: string) {
  return { id: label, label, description: `${label}, about 410 tokens` };
}

/** A button under a failure. */
export function action(label: string, asks = false) {
  return { id: label, label, asks };
}

/** A question with its answer, which is complete but for the change. */
export function ask(question: string, answer: Partial<AnswerView>, id = question): TurnView {
  return { id, question, attachments: [], answer: { state: 'finished', reasoning: '', text: '', ...answer } };
}
