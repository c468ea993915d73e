import type { Budget, BudgetState } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { WenxinError } from '../errors.ts';
import { countsFor, readBudgets, readBudgetState, type Attribution } from './budgetRows.ts';
import { isPaused } from './pausedConsumers.ts';

/** The user's limits for a request, and their current state. */
export interface Standing {
  /** All budgets that the request counts for. */
  readonly budgets: readonly BudgetState[];
  readonly isPaused: boolean;
}

/**
 * Reads the limits that apply to a request.
 *
 * @param own the budgets from the settings, in addition to those in the file.
 */
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

/** Throws `paused` when the request's consumer is paused, unless the user has just agreed to resume it. */
export function assertNotPaused(
  { consumer, consent }: Pick<ChatRequest, 'consumer' | 'consent'>,
  standing: Standing,
): void {
  if (!standing.isPaused || consent?.resume === true) return;
  throw new WenxinError('paused', `${consumer} is paused`, { consumer });
}
