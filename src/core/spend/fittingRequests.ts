import type { Affordable } from '../batchBooking.ts';
import type { BudgetState } from '../budget.ts';
import { WenxinError } from '../errors.ts';
import type { NanoYuan } from '../money.ts';
import { BATCH_SHARE, leftOf } from './affordable.ts';

/** Fewer are not worth a part of their own, as long as waiting may bring more. */
const WORTHWHILE = 100;

/**
 * How many requests of a part fit into all budgets, at their worst and together with all that is open. Where only that is in
 * the way of a good number of them, they wait for it. Throws `budget` when not one fits.
 *
 * @param worst of each request, in their order.
 */
export function fittingRequests(model: string, worst: readonly NanoYuan[], states: readonly BudgetState[]): Affordable {
  // A batch's own budget is there for nothing else.
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

/** How many from the first on cost no more than that together. */
function countWithin(worst: readonly NanoYuan[], left: NanoYuan): { count: number; reservedNanoYuan: NanoYuan } {
  let reservedNanoYuan = 0;
  for (const [count, amount] of worst.entries()) {
    if (reservedNanoYuan + amount > left) return { count, reservedNanoYuan };
    reservedNanoYuan += amount;
  }
  return { count: worst.length, reservedNanoYuan };
}
