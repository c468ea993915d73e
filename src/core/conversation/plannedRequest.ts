import type { ChatRequest } from '../chat.ts';
import { continuationMessages } from './continuation.ts';
import type { ScriptCounts } from '../scriptCounts.ts';
import type { Turn } from './conversation.ts';
import { messagesFor, turnsUpTo } from './messages.ts';
import type { ReplyLanguage } from './prompts.ts';
import { type EarlierTurns, trimmedTurns } from './trimmedTurns.ts';

/** What a request is made from, besides the conversation. */
export interface RequestSettings {
  readonly maxOutputTokens: number;
  /** The model's own longest answer; `undefined` when unknown. */
  readonly modelOutputTokens: number | undefined;
  /** Tokens of question and answer together that the model takes; `undefined` when unknown. */
  readonly modelContextTokens: number | undefined;
  /** How many tokens the model probably makes of a text; as estimated where missing. */
  readonly tokensOf?: (counts: ScriptCounts) => number;
  readonly temperature: number | undefined;
  readonly maxTurnsSent: number;
  readonly replyLanguage: ReplyLanguage;
}

/** What is sent for a question, or would be. */
export type PlannedRequest = Pick<ChatRequest, 'feature' | 'model' | 'messages' | 'maxOutputTokens' | 'temperature'>;

/**
 * What is sent for the question of a turn, or to go on with what there is of its answer.
 *
 * @param before the turns before it on its branch.
 */
export function plannedRequest(turn: Turn, before: readonly Turn[], settings: RequestSettings): PlannedRequest {
  const { temperature, maxTurnsSent, replyLanguage } = settings;
  const { sent } = earlierTurns(turn, before, settings);
  return {
    feature: turn.feature,
    model: turn.answer.model,
    messages: [
      ...messagesFor([...sent, turn], maxTurnsSent, replyLanguage),
      ...continuationMessages(turn.answer.text, replyLanguage),
    ],
    maxOutputTokens: outputLimit(settings),
    ...(temperature !== undefined && { temperature }),
  };
}

/** Which of the earlier questions go along with one, and which that could do not. */
export function earlierTurns(turn: Turn, before: readonly Turn[], settings: RequestSettings): EarlierTurns {
  const { modelContextTokens, maxTurnsSent, replyLanguage, tokensOf } = settings;
  return trimmedTurns(turnsUpTo(turn, before), {
    contextTokens: modelContextTokens,
    outputTokens: outputLimit(settings),
    mostTurns: Math.min(maxTurnsSent, turn.mostEarlier ?? maxTurnsSent),
    replyLanguage,
    tokensOf,
  });
}

function outputLimit({ maxOutputTokens, modelOutputTokens = maxOutputTokens }: RequestSettings): number {
  return Math.min(maxOutputTokens, modelOutputTokens);
}
