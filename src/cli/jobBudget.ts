import type { BudgetName } from '../core/budget.ts';

/** Returns the name of a job's own budget. */
export function jobBudget(jobId: string): BudgetName {
  return { scope: 'batch', name: jobId, period: 'whole' };
}
