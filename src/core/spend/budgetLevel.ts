import type { ModelPrice, NanoYuan } from '../money.ts';
import { worstCaseOf } from './prices.ts';

/** How a day's spending compares to its budget. `usedUp`: not even a short question fits into what is left. */
export type BudgetLevel = 'within' | 'near' | 'usedUp';

/** In tokens: a short question with hardly any code, and the shortest answer worth having. */
const SHORT_QUESTION = { input: 500, output: 256 };

/**
 * Compares spending with a budget.
 *
 * @param warnAtPercent percentages of the budget from which it counts as near.
 * @param price of the model that would be asked next; `undefined` when unknown.
 */
export function budgetLevel(
  spent: NanoYuan,
  budget: NanoYuan,
  warnAtPercent: readonly number[],
  price: ModelPrice | undefined,
): BudgetLevel {
  const least = price === undefined ? 0 : worstCaseOf(price, SHORT_QUESTION.input, SHORT_QUESTION.output);
  // Free requests are sent whatever was spent.
  if (price !== undefined && least === 0) return 'within';
  if (spent >= budget || spent + least > budget) return 'usedUp';
  return warnAtPercent.some(percent => spent * 100 >= budget * percent) ? 'near' : 'within';
}
