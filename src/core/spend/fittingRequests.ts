import type { Affordable } from '../batchBooking.ts';
import type { BudgetState } from '../budget.ts';
import { WenxinError } from '../errors.ts';
import type { NanoYuan } from '../money.ts';
import { BATCH_SHARE, leftOf } from './affordable.ts';

/** A smaller part is not worth sending while waiting may allow more. */
const WORTHWHILE = 100;

/**
 * Returns how many requests of a part fit into all budgets at their worst-case cost, together with all open
 * reservations. Returns `wait` when few fit now and more will fit once open attempts end. Throws `budget` when none
 * fits.
 *
 * @param worst worst-case cost of each request, in order.
 */
export function fittingRequests(model: string, worst: readonly NanoYuan[], states: readonly BudgetState[]): Affordable {
  // A batch's own budget serves nothing else, so the batch may use all of it.
  const left = (state: BudgetState): NanoYuan => leftOf(state, state.budget.scope === 'batch' ? 1 : BATCH_SHARE);
  const now = countWithin(worst, smallest(states.map(state => left(state) - state.reservedNanoYuan)));
  const later = countWithin(worst, smallest(states.map(left)));
  const isGood = now.count >= Math.min(WORTHWHILE, worst.length);
  if (isGood || (now.count > 0 && now.count === later.count)) return now;
  if (later.count > now.count) return 'wait';
  const tightest = states.toSorted((one, other) => left(one) - left(other))[0];
  if (tightest === undefined) return now;
  const { budget, spentNanoYuan } = tightest;
  throw new WenxinError('budget', 'Not one request of a batch fits into what is left of a budget', {
    model,
    budget: { scope: budget.scope, name: budget.name, period: budget.period },
    budgetNanoYuan: budget.limitNanoYuan,
    spentNanoYuan,
    worstNanoYuan: worst[0] ?? 0,
  });
}

function smallest(amounts: readonly NanoYuan[]): NanoYuan {
  return amounts.reduce((least, amount) => Math.min(least, amount), Infinity);
}

/** Counts the leading requests whose total cost does not exceed `left`. */
function countWithin(worst: readonly NanoYuan[], left: NanoYuan): { count: number; reservedNanoYuan: NanoYuan } {
  let reservedNanoYuan = 0;
  for (const [count, amount] of worst.entries()) {
    if (reservedNanoYuan + amount > left) return { count, reservedNanoYuan };
    reservedNanoYuan += amount;
  }
  return { count: worst.length, reservedNanoYuan };
}
