import type { ChatBackend } from '../chat.ts';
import type { ModelPrice } from '../money.ts';
import { affordable, type DailyBudget } from './dailyBudget.ts';
import type { Ledger } from './ledger.ts';

interface BudgetGuardOptions {
  readonly ledger: Ledger;
  readonly findPrice: (model: string) => ModelPrice | undefined;
  readonly budget: () => DailyBudget | undefined;
}

/**
 * Refuses a question that cannot be paid before it waits for anything. It only looks: what may be spent is decided when
 * an attempt is admitted, in one transaction with everybody else's.
 */
export function budgetGuard(next: ChatBackend, { ledger, findPrice, budget }: BudgetGuardOptions): ChatBackend {
  return async function* (request, signal) {
    signal.throwIfAborted();
    const now = budget();
    const spent = now && ledger.todaySpend();
    if (spent !== undefined) {
      affordable(request, findPrice(request.model), { spentNanoYuan: spent.amountNanoYuan, reservedNanoYuan: 0 }, now);
    }
    yield* next(request, signal);
  };
}
