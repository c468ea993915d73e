import type { ChatMessage } from '../chat.ts';
import type { Answer } from './conversation.ts';
import { openFenceAtAnyDepth } from './openFenceAtAnyDepth.ts';
import type { ReplyLanguage } from './prompts.ts';

/** Returns whether the answer can be continued: it has text, ended before it was complete, and is not written elsewhere. */
export function canContinue({ state, finish, text, safety, failure }: Answer): boolean {
  if (text.trim() === '' || safety !== undefined) return false;
  if (failure?.kind === 'unsafe' || failure?.kind === 'elsewhere') return false;
  return state === 'stopped' || state === 'failed' || (state === 'finished' && finish === 'length');
}

/**
 * Returns the answer before its continuation: content is kept, the way it ended is not. `isModelLimit` as in `Answer`.
 */
export function continued(answer: Answer, model: string, isModelLimit: boolean): Answer {
  const { reasoning, text, citations, reasoningMs, bookings } = answer;
  return {
    state: 'waiting',
    model,
    reasoning,
    text,
    ...(citations && { citations }),
    ...(reasoningMs !== undefined && { reasoningMs }),
    ...(isModelLimit && { isModelLimit }),
    continuedAt: text.length,
    bookings,
  };
}

/** Returns whether a continuation was requested but yielded nothing. */
export function isStillToContinue(answer: Answer): boolean {
  return answer.continuedAt === answer.text.length && canContinue(answer);
}

/** Returns the messages after the question that make the model continue the answer; none if it has no text yet. */
export function continuationMessages(text: string, language: ReplyLanguage): ChatMessage[] {
  if (text.trim() === '') return [];
  return [
    { role: 'assistant', content: text },
    { role: 'user', content: instruction(text, isChinese(text, language)) },
  ];
}

/** With `auto`, the answer's text shows the language. */
function isChinese(text: string, language: ReplyLanguage): boolean {
  return language === 'auto' ? /\p{Script=Han}/u.test(text) : language === 'zh-cn';
}

function instruction(text: string, chinese: boolean): string {
  const fence = openFenceAtAnyDepth(text);
  if (chinese) {
    const rule = '请紧接上文最后一个字符继续写完，不要重复，不要开场白。';
    return fence === undefined ? rule : `${rule}上文停在代码块内，不要重新写 ${fence}。`;
  }
  const rule =
    'Go on from the very last character of your answer until it is complete: repeat nothing, introduce nothing.';
  return fence === undefined ? rule : `${rule} It stopped inside a code block: do not open it with ${fence} again.`;
}
