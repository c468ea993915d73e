import type { Budget, BudgetState } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { WenxinError } from '../errors.ts';
import { countsFor, readBudgets, readBudgetState, type Attribution } from './budgetRows.ts';
import { isPaused } from './pausedConsumers.ts';

/** What a person has said of whoever asks, and how that stands now. */
export interface Standing {
  /** All for which the question counts. */
  readonly budgets: readonly BudgetState[];
  readonly isPaused: boolean;
}

/** @param own the budgets of the settings, which come on top of those in the file. */
export function readStanding(
  database: Database,
  request: Attribution,
  own: readonly Budget[],
  localDay: number,
): Standing {
  return {
    budgets: [...own, ...readBudgets(database)]
      .filter(budget => countsFor(request, budget))
      .map(budget => readBudgetState(database, budget, localDay)),
    isPaused: isPaused(database, request.consumer),
  };
}

/** Throws `paused` when nothing is to be sent for the one who asks, unless the person has just thought better of it. */
export function assertNotPaused(
  { consumer, consent }: Pick<ChatRequest, 'consumer' | 'consent'>,
  standing: Standing,
): void {
  if (!standing.isPaused || consent?.resume === true) return;
  throw new WenxinError('paused', `${consumer} is paused`, { consumer });
}
