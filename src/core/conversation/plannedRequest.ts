import type { ChatRequest } from '../chat.ts';
import { continuationMessages } from './continuation.ts';
import type { ScriptCounts } from '../scriptCounts.ts';
import type { Turn } from './conversation.ts';
import { messagesFor, turnsUpTo } from './messages.ts';
import type { ReplyLanguage } from './prompts.ts';
import { type EarlierTurns, trimmedTurns } from './trimmedTurns.ts';

/** What a request depends on, apart from the conversation. */
export interface RequestSettings {
  readonly maxOutputTokens: number;
  /** The model's own output limit; `undefined` if unknown. */
  readonly modelOutputTokens: number | undefined;
  /** The model's limit for question and answer together, in tokens; `undefined` if unknown. */
  readonly modelContextTokens: number | undefined;
  /** Predicts how many tokens the model counts; default: the estimate. */
  readonly tokensOf?: (counts: ScriptCounts) => number;
  readonly temperature: number | undefined;
  readonly maxTurnsSent: number;
  readonly replyLanguage: ReplyLanguage;
}

/** The part of a request that depends on the conversation. */
export type PlannedRequest = Pick<ChatRequest, 'feature' | 'model' | 'messages' | 'maxOutputTokens' | 'temperature'>;

/**
 * Builds the request for the question of a turn, or for the continuation of its answer.
 *
 * @param before the earlier turns on its branch.
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

/** Determines which earlier questions are sent, and which are left out. */
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
