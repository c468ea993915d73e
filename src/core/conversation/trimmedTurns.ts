import type { ChatMessage } from '../chat.ts';
import { CountedMessages } from '../countedMessages.ts';
import { type ScriptCounts, sumOfCounts, wholeTokens } from '../scriptCounts.ts';
import type { Answer, Turn } from './conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from './prompts.ts';

/** Limits for the earlier questions. */
export interface Room {
  /**
   * The model's limit for question and answer together, in tokens; `undefined` if unknown, in which case everything
   * fits.
   */
  readonly contextTokens: number | undefined;
  /** Tokens reserved for the answer. */
  readonly outputTokens: number;
  /** Maximum number of earlier questions, even if more would fit. */
  readonly mostTurns: number;
  readonly replyLanguage: ReplyLanguage;
  /** Predicts how many tokens the model counts; `undefined` to use the estimate. */
  readonly tokensOf: ((counts: ScriptCounts) => number) | undefined;
}

/** The answered earlier questions of a conversation, oldest first. */
export interface EarlierTurns {
  readonly sent: readonly Turn[];
  readonly leftOut: readonly Turn[];
  /** Why turns are left out: the total length, or the maximum number. */
  readonly because: 'length' | 'count';
}

/** Caches counts, because the same long texts are counted at each keystroke. */
const counted = new CountedMessages();

/**
 * Selects the earlier turns of a long conversation: the newest ones, up to the maximum number, as far as they fit
 * together with the question and the longest answer. Stops at the first that does not fit, because a gap in the
 * conversation would mislead the model. Does not check whether the question itself fits.
 *
 * @param turns the conversation, with the question last.
 */
export function trimmedTurns(turns: readonly Turn[], room: Room): EarlierTurns {
  const question = turns.at(-1);
  const answered = turns.slice(0, -1).filter(isSendable);
  if (question === undefined) return { sent: answered, leftOut: [], because: 'count' };
  const { contextTokens = Infinity, outputTokens, mostTurns, replyLanguage, tokensOf = wholeTokens } = room;
  // For a continuation, the existing part of the answer is sent too.
  let counts = counted.count([{ role: 'system', content: systemPrompt(replyLanguage) }, ...told(question)]);
  let first = answered.length;
  while (first > 0 && answered.length - first < mostTurns) {
    const turn = answered[first - 1];
    if (turn === undefined) break;
    counts = sumOfCounts([counts, counted.count(told(turn))]);
    if (tokensOf(counts) + outputTokens > contextTokens) break;
    first--;
  }
  const because = answered.length - first < mostTurns ? 'length' : 'count';
  return { sent: answered.slice(first), leftOut: answered.slice(0, first), because };
}

/** Returns the counts to store with the answer; `undefined` if there are no earlier questions. */
export function earlierCounts({ sent, leftOut, because }: EarlierTurns): Answer['earlier'] {
  if (sent.length + leftOut.length === 0) return undefined;
  return { sent: sent.length, leftOut: leftOut.length, because };
}

/** Returns whether a question can be sent with its answer. The service requires user and assistant to alternate. */
export function isSendable({ answer: { text, safety } }: Turn): boolean {
  return text.trim() !== '' && safety === undefined;
}

function told({ prompt, attachments, answer: { text } }: Turn): ChatMessage[] {
  const asked: ChatMessage = { role: 'user', content: userMessage(prompt, attachments) };
  return text.trim() === '' ? [asked] : [asked, { role: 'assistant', content: text }];
}
