import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ExpectedCost } from '../../core/spend/expectedCost.ts';

/** What a question will probably take and cost, and of which model. */
export interface Expectation extends ExpectedCost {
  readonly model: string;
  /** Tokens of question and answer together that the model takes; `undefined` when unknown. */
  readonly contextTokens: number | undefined;
}

/** Looks ahead at what would be sent now. Uses no network. */
export type Expect = (planned: PlannedRequest) => Expectation;

/** What a question takes and costs in one line. */
export type CostText = (question: NewQuestion) => string;
