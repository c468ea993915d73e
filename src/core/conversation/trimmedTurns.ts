import type { ChatMessage } from '../chat.ts';
import { CountedMessages } from '../countedMessages.ts';
import { type ScriptCounts, sumOfCounts, wholeTokens } from '../scriptCounts.ts';
import type { Answer, Turn } from './conversation.ts';
import { type ReplyLanguage, systemPrompt, userMessage } from './prompts.ts';

/** What earlier questions have to fit into. */
export interface Room {
  /** Tokens of question and answer together that the model takes; `undefined` when unknown: then all fit. */
  readonly contextTokens: number | undefined;
  /** Longest answer, for which room is kept. */
  readonly outputTokens: number;
  /** At most so many go along, whether or not more would fit. */
  readonly mostTurns: number;
  readonly replyLanguage: ReplyLanguage;
  /** How many tokens the model probably makes of a text; as estimated where `undefined`. */
  readonly tokensOf: ((counts: ScriptCounts) => number) | undefined;
}

/** The earlier questions of a conversation that have an answer, the oldest first. */
export interface EarlierTurns {
  readonly sent: readonly Turn[];
  readonly leftOut: readonly Turn[];
  /** What keeps those out: the length of all together, or that no more than so many are to go along. */
  readonly because: 'length' | 'count';
}

/** The same long texts are looked at again with every letter that is typed. */
const counted = new CountedMessages();

/**
 * The rule by which a long conversation is made to fit: the question goes as it is, and of the earlier ones the newest, as
 * many as may go along and as fit together with it and the longest answer. The first that does not fit ends it: a
 * conversation with a gap in it would mislead the model. Whether the question fits by itself is not decided here.
 *
 * @param turns the conversation, the question last.
 */
export function trimmedTurns(turns: readonly Turn[], room: Room): EarlierTurns {
  const question = turns.at(-1);
  const answered = turns.slice(0, -1).filter(isSendable);
  if (question === undefined) return { sent: answered, leftOut: [], because: 'count' };
  const { contextTokens = Infinity, outputTokens, mostTurns, replyLanguage, tokensOf = wholeTokens } = room;
  // Of an answer that goes on, what there is of it is sent too.
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

/** What an answer says of them; nothing where there were none. */
export function earlierCounts({ sent, leftOut, because }: EarlierTurns): Answer['earlier'] {
  if (sent.length + leftOut.length === 0) return undefined;
  return { sent: sent.length, leftOut: leftOut.length, because };
}

/** Whether a question can be told to the model with its answer. The service wants user and assistant to alternate. */
export function isSendable({ answer: { text, safety } }: Turn): boolean {
  return text.trim() !== '' && safety === undefined;
}

function told({ prompt, attachments, answer: { text } }: Turn): ChatMessage[] {
  const asked: ChatMessage = { role: 'user', content: userMessage(prompt, attachments) };
  return text.trim() === '' ? [asked] : [asked, { role: 'assistant', content: text }];
}
