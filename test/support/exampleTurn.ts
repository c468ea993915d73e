import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer, Attachment, Turn } from '../../src/core/conversation/conversation.ts';

/** The facts of a turn that a test can set. */
export interface TurnFacts extends Partial<Omit<Turn, 'answer'>> {
  readonly answer?: Partial<Answer>;
}

/** Returns a question with its answer. */
export function exampleTurn(id: string, facts: TurnFacts = {}): Turn {
  const { question = `问题 ${id}`, answer, ...rest } = facts;
  return {
    id,
    feature: 'chat',
    question,
    prompt: question,
    attachments: [],
    askedAtMs: 1,
    ...rest,
    answer: { ...newAnswer('ernie-5.1'), state: 'finished', text: '回答 😀', finish: 'stop', ...answer },
  };
}

/** Returns an attachment with code. */
export function exampleAttachment(id: string, path: string, text = 'let x = 1;'): Attachment {
  return { id, path, languageId: 'typescript', startLine: 1, endLine: 2, text };
}
