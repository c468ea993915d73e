import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ExpectedCost } from '../../core/spend/expectedCost.ts';

/** Expected tokens and cost of a question, with its model. */
export interface Expectation extends ExpectedCost {
  readonly model: string;
  /** The model's context window, for question and answer together; `undefined` when unknown. */
  readonly contextTokens: number | undefined;
}

/** Estimates a planned request. Uses no network. */
export type Expect = (planned: PlannedRequest) => Expectation;

/** Returns a question's expected tokens and cost in one line. */
export type CostText = (question: NewQuestion) => string;
