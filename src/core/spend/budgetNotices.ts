import { budgetKey, type BudgetState } from '../budget.ts';
import type { Database } from '../database/database.ts';

/** A percentage of a budget that was reached and not reported yet. */
export interface BudgetNotice {
  readonly state: BudgetState;
  readonly percent: number;
}

const NOTE = 'INSERT OR IGNORE INTO notice(subject, period, percent) VALUES(?, ?, ?)';

/**
 * Returns, for each budget, the highest reached percentage that no window has reported yet, and marks all reached ones
 * as reported. Call within a transaction.
 *
 * @param localDay as 20261122. Daily budgets are reported again on each day, monthly ones in each month.
 */
export function noteReached(
  database: Database,
  states: readonly BudgetState[],
  percents: readonly number[],
  localDay: number,
): BudgetNotice[] {
  return states.flatMap(state => {
    const { period, limitNanoYuan } = state.budget;
    // A budget with a new limit is reported again.
    const subject = `${budgetKey(state.budget)} ${limitNanoYuan}`;
    const at = period === 'day' ? localDay : period === 'month' ? Math.floor(localDay / 100) : 0;
    const news = reached(state, percents).filter(percent => isNew(database, subject, at, percent));
    return news.length === 0 ? [] : [{ state, percent: Math.max(...news) }];
  });
}

/** Returns a key that changes when `noteReached` may have news; empty when no percentage is reached. */
export function reachedKey(states: readonly BudgetState[], percents: readonly number[], localDay: number): string {
  const keys = states.map(
    state => `${budgetKey(state.budget)} ${state.budget.limitNanoYuan} ${reached(state, percents).join()}`,
  );
  return states.some(state => reached(state, percents).length > 0) ? `${localDay} ${keys.join('\n')}` : '';
}

/** Returns true for the first caller in all windows. Call within a transaction. */
function isNew(database: Database, subject: string, period: number, percent: number): boolean {
  return database.statement(NOTE).run(subject, period, percent).changes === 1;
}

function reached({ budget, spentNanoYuan }: BudgetState, percents: readonly number[]): number[] {
  if (budget.limitNanoYuan === 0) return [];
  return percents.filter(percent => spentNanoYuan * 100 >= budget.limitNanoYuan * percent);
}
