import { budgetKey, type BudgetState } from '../budget.ts';
import type { Database } from '../database/database.ts';

/** That so much of a budget is spent, which nobody was told yet. */
export interface BudgetNotice {
  readonly state: BudgetState;
  readonly percent: number;
}

const NOTE = 'INSERT OR IGNORE INTO notice(subject, period, percent) VALUES(?, ?, ?)';

/**
 * Which of the percentages the person was not told of yet, in any window: of each budget the highest that is reached.
 * They count as told from here on. To be called in a transaction.
 *
 * @param localDay as 20261122: what was told yesterday is told again today, of budgets by the day.
 */
export function noteReached(
  database: Database,
  states: readonly BudgetState[],
  percents: readonly number[],
  localDay: number,
): BudgetNotice[] {
  return states.flatMap(state => {
    const { period, limitNanoYuan } = state.budget;
    // A budget that was raised is another one to be told of.
    const subject = `${budgetKey(state.budget)} ${limitNanoYuan}`;
    const at = period === 'day' ? localDay : period === 'month' ? Math.floor(localDay / 100) : 0;
    const news = reached(state, percents).filter(percent => isNew(database, subject, at, percent));
    return news.length === 0 ? [] : [{ state, percent: Math.max(...news) }];
  });
}

/** What is reached of all budgets, as a text that is another one when there may be news. Empty when nothing is. */
export function reachedKey(states: readonly BudgetState[], percents: readonly number[], localDay: number): string {
  const keys = states.map(
    state => `${budgetKey(state.budget)} ${state.budget.limitNanoYuan} ${reached(state, percents).join()}`,
  );
  return states.some(state => reached(state, percents).length > 0) ? `${localDay} ${keys.join('\n')}` : '';
}

/** True for who says it first, in all windows. To be called in a transaction. */
export function isNew(database: Database, subject: string, period: number, percent: number): boolean {
  return database.statement(NOTE).run(subject, period, percent).changes === 1;
}

function reached({ budget, spentNanoYuan }: BudgetState, percents: readonly number[]): number[] {
  if (budget.limitNanoYuan === 0) return [];
  return percents.filter(percent => spentNanoYuan * 100 >= budget.limitNanoYuan * percent);
}
