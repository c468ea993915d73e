import type { BudgetState } from '../../budget.ts';
import type { ChatRequest } from '../../chat.ts';
import type { Clock } from '../../clock.ts';
import type { NanoYuan } from '../../money.ts';
import type { ScriptCounts } from '../../scriptCounts.ts';
import type { AnswerSpan } from './answerSums.ts';

/** What is known of a model before it is asked. */
export interface PlannedModel {
  /** Tokens of question and answer together; missing when unknown. */
  readonly contextTokens?: number;
  /** `unknown` is not free; a flat plan and a model without a charge cost nothing, whatever is asked. */
  readonly pricing: 'charged' | 'unknown' | 'plan' | 'free';
  /** What so many tokens cost, where it is charged. They need not be whole. */
  readonly amountOf: (inputTokens: number, outputTokens: number) => NanoYuan;
  /** The most that at most so many tokens can cost, where it is charged. */
  readonly worstCaseOf: (inputTokens: number, outputTokens: number) => NanoYuan;
  /** Tokens that it probably counts in a text, by what earlier requests taught. */
  readonly tokensOf: (counts: ScriptCounts) => number;
  /** How long this person's answers to batches are. */
  readonly answer: AnswerSpan;
}

/** How fast items are asked under the limits that hold now. */
export interface BatchPace {
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** Missing where no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** From sending to the first token, and how fast the rest comes. */
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number;
  /** Whether the two are this person's own; usual ones otherwise. */
  readonly isMeasured: boolean;
}

/** A secret in a text, and where: lines count from 1. */
export interface PlannedSecret {
  /** What it looks like it is; one of the kinds that `findSecrets` knows. */
  readonly kind: string;
  readonly line: number;
}

/** How busy an hour will be. */
export interface ComingHour {
  readonly startMs: number;
  readonly requests: number;
}

/** What a dry run looks things up with. Nothing of it sends anything. */
export interface DryRunPorts {
  /** Of lines that say nothing else. */
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  /** Name of the workspace it is booked to; empty where there is none. */
  readonly workspace: string;
  readonly findModel: (model: string) => PlannedModel;
  /** The same for questions that would be answered alike; `undefined` for one that is always asked. */
  readonly keyOf: (request: ChatRequest) => string | undefined;
  /** Whether this computer keeps an answer that would be given. It does not count as a use of it. */
  readonly isKept: (key: string, request: ChatRequest) => boolean | Promise<boolean>;
  readonly secretsIn: (text: string) => readonly PlannedSecret[];
  /** Those that count for such a batch. */
  readonly budgets: () => readonly BudgetState[];
  readonly pace: () => BatchPace;
  /** The next hours, beginning with this one; none where there is no forecast. */
  readonly comingHours: (signal: AbortSignal) => Promise<readonly ComingHour[]>;
  readonly clock: Clock;
}
