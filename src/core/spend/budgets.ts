import type { Budget, BudgetName, BudgetState } from '../budget.ts';
import type { NanoYuan } from '../money.ts';
import { keepBudget, readBudgets, readBudgetState } from './budgetRows.ts';
import type { Ledger } from './ledger.ts';

/** All budgets of the user and their states. */
export class Budgets {
  readonly #ledger: Ledger;
  readonly #own: () => readonly Budget[];

  /** @param own the budgets from the settings; the others are in the ledger. */
  constructor(ledger: Ledger, own: () => readonly Budget[]) {
    this.#ledger = ledger;
    this.#own = own;
  }

  /**
   * Returns the states of all budgets, those from the settings first; `undefined` while the ledger is not open. Throws
   * `storage`.
   */
  states(): readonly BudgetState[] | undefined {
    return this.#ledger.read((database, today) =>
      [...this.#own(), ...readBudgets(database)].map(budget => readBudgetState(database, budget, today)),
    );
  }

  /** Returns the spending in the scope of a budget that need not exist; errors as in `states`. */
  spent(name: BudgetName): NanoYuan | undefined {
    return this.#ledger.read(
      (database, today) => readBudgetState(database, { ...name, limitNanoYuan: 0 }, today).spentNanoYuan,
    );
  }

  /** Stores a budget that is not a setting; `undefined` deletes it. Throws `storage`. */
  async keep(name: BudgetName, limitNanoYuan: NanoYuan | undefined): Promise<void> {
    await this.#ledger.write(database => keepBudget(database, name, limitNanoYuan));
  }
}
