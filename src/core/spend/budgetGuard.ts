import type { Budget } from '../budget.ts';
import type { ChatBackend } from '../chat.ts';
import type { ModelPrice } from '../money.ts';
import { affordable } from './affordable.ts';
import type { Ledger } from './ledger.ts';
import { assertNotPaused } from './standing.ts';

interface BudgetGuardOptions {
  readonly ledger: Ledger;
  readonly findPrice: (model: string) => ModelPrice | undefined;
  readonly budgets: () => readonly Budget[];
}

/**
 * Refuses a question that no budget can pay for before it waits for anything. This is only an early check: the decision
 * is made when an attempt is admitted, in one transaction with the bookings of other windows.
 */
export function budgetGuard(next: ChatBackend, { ledger, findPrice, budgets }: BudgetGuardOptions): ChatBackend {
  return async function* (request, signal) {
    signal.throwIfAborted();
    const standing = ledger.standing(request, budgets());
    if (standing !== undefined) {
      assertNotPaused(request, standing);
      // Reservations of other attempts may be released.
      const withoutOthers = standing.budgets.map(state => ({ ...state, reservedNanoYuan: 0 }));
      affordable(request, findPrice(request.model), withoutOthers);
    }
    yield* next(request, signal);
  };
}
