import type { ModelPrice, NanoYuan } from '../money.ts';
import { worstCaseOf } from './prices.ts';

/** How a day's spending stands to its budget. `usedUp` when not even a short question fits into what is left. */
export type BudgetLevel = 'within' | 'near' | 'usedUp';

/** A short question with hardly any code, and the shortest answer that is worth having. In tokens. */
const SHORT_QUESTION = { input: 500, output: 256 };

/**
 * Compares what was spent with the budget.
 *
 * @param warnAtPercent of the budget from which on it counts as near.
 * @param price of the model that would be asked next; `undefined` when unknown.
 */
export function budgetLevel(
  spent: NanoYuan,
  budget: NanoYuan,
  warnAtPercent: readonly number[],
  price: ModelPrice | undefined,
): BudgetLevel {
  const least = price === undefined ? 0 : worstCaseOf(price, SHORT_QUESTION.input, SHORT_QUESTION.output);
  // What costs nothing is sent whatever was spent.
  if (price !== undefined && least === 0) return 'within';
  if (spent >= budget || spent + least > budget) return 'usedUp';
  return warnAtPercent.some(percent => spent * 100 >= budget * percent) ? 'near' : 'within';
}
