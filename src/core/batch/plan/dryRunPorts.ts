import type { BudgetState } from '../../budget.ts';
import type { ChatRequest } from '../../chat.ts';
import type { Clock } from '../../clock.ts';
import type { NanoYuan } from '../../money.ts';
import type { ScriptCounts } from '../../scriptCounts.ts';
import type { AnswerSpan } from './answerSums.ts';

/** Known facts about a model. */
export interface PlannedModel {
  /** Limit of question and answer together; missing if unknown. */
  readonly contextTokens?: number;
  /** `unknown` does not mean free; `plan` (a flat rate) and `free` cost nothing per request. */
  readonly pricing: 'charged' | 'unknown' | 'plan' | 'free';
  /** Returns the cost of a number of tokens, possibly fractional, if it is charged. */
  readonly amountOf: (inputTokens: number, outputTokens: number) => NanoYuan;
  /** Returns the maximum cost of at most that many tokens, if it is charged. */
  readonly worstCaseOf: (inputTokens: number, outputTokens: number) => NanoYuan;
  /** Estimates the tokens of a text, calibrated by earlier requests. */
  readonly tokensOf: (counts: ScriptCounts) => number;
  /** Length of this user's batch answers. */
  readonly answer: AnswerSpan;
}

/** The rate at which items are asked under the current limits. */
export interface BatchPace {
  /** Number of concurrent requests. */
  readonly concurrency: number;
  /** Missing if no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Time from sending to the first token, and the rate of the following tokens. */
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
  /** Whether these two were measured for this user; otherwise they are defaults. */
  readonly isMeasured: boolean;
}

/** A secret in a text; lines count from 1. */
export interface PlannedSecret {
  /** One of the kinds that `findSecrets` detects. */
  readonly kind: string;
  readonly line: number;
}

/** Forecast of the requests in an hour. */
export interface ComingHour {
  readonly startMs: number;
  readonly requests: number;
}

/** Dependencies of a dry run. None of them sends requests. */
export interface DryRunPorts {
  /** Defaults for lines that do not set them. */
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  /** Name of the workspace it is booked to; empty if there is none. */
  readonly workspace: string;
  readonly findModel: (model: string) => PlannedModel;
  /** Returns the cache key, equal for questions with the same answer; `undefined` for a question that is not cached. */
  readonly keyOf: (request: ChatRequest) => string | undefined;
  /** Returns whether the cache has an answer that would be used. Does not count as a use of it. */
  readonly isKept: (key: string, request: ChatRequest) => boolean | Promise<boolean>;
  readonly secretsIn: (text: string) => readonly PlannedSecret[];
  /** The budgets that apply to such a batch. */
  readonly budgets: () => readonly BudgetState[];
  readonly pace: () => BatchPace;
  /** Returns the next hours, beginning with the current one; empty if there is no forecast. */
  readonly comingHours: (signal: AbortSignal) => Promise<readonly ComingHour[]>;
  readonly clock: Clock;
}
