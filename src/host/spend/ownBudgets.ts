import type { Budget } from '../../core/budget.ts';
import { nanoYuanOf } from '../../core/money.ts';
import type { Configuration } from '../configuration.ts';

/** Settings with the limits of the overall budgets. */
export const BUDGET_SETTINGS = { day: 'wenxin.budget.dailyCny', month: 'wenxin.budget.monthlyCny' } as const;

/** Returns the overall budgets from the user's settings. All other budgets are stored in the ledger. */
export function ownBudgets(configuration: Configuration): Budget[] {
  return (['day', 'month'] as const).flatMap(period => {
    const yuan = configuration.get(BUDGET_SETTINGS[period]);
    return yuan === 0 ? [] : [{ scope: 'all', name: '', period, limitNanoYuan: nanoYuanOf(yuan) }];
  });
}
