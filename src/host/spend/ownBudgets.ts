import type { Budget } from '../../core/budget.ts';
import { nanoYuanOf } from '../../core/money.ts';
import type { Configuration } from '../configuration.ts';

/** The setting that holds the limit of each budget over everything. */
export const BUDGET_SETTINGS = { day: 'wenxin.budget.dailyCny', month: 'wenxin.budget.monthlyCny' } as const;

/** The budgets of the person's settings: those over everything. All others are kept in the ledger's file. */
export function ownBudgets(configuration: Configuration): Budget[] {
  return (['day', 'month'] as const).flatMap(period => {
    const yuan = configuration.get(BUDGET_SETTINGS[period]);
    return yuan === 0 ? [] : [{ scope: 'all', name: '', period, limitNanoYuan: nanoYuanOf(yuan) }];
  });
}
