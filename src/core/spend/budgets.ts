import type { Budget, BudgetName, BudgetState } from '../budget.ts';
import type { NanoYuan } from '../money.ts';
import { keepBudget, readBudgets, readBudgetState } from './budgetRows.ts';
import type { Ledger } from './ledger.ts';

/** All budgets of a person, and how they stand. */
export class Budgets {
  readonly #ledger: Ledger;
  readonly #own: () => readonly Budget[];

  /** @param own those of the settings; the others are kept in the ledger's file. */
  constructor(ledger: Ledger, own: () => readonly Budget[]) {
    this.#ledger = ledger;
    this.#own = own;
  }

  /** How each of them stands, those of the settings first; `undefined` as long as the ledger is not open. Throws `storage`. */
  states(): readonly BudgetState[] | undefined {
    return this.#ledger.read((database, today) =>
      [...this.#own(), ...readBudgets(database)].map(budget => readBudgetState(database, budget, today)),
    );
  }

  /** What is spent of a budget that need not be there; likewise. */
  spent(name: BudgetName): NanoYuan | undefined {
    return this.#ledger.read(
      (database, today) => readBudgetState(database, { ...name, limitNanoYuan: 0 }, today).spentNanoYuan,
    );
  }

  /** Keeps one that is no setting; `undefined` takes it away. Throws `storage`. */
  async keep(name: BudgetName, limitNanoYuan: NanoYuan | undefined): Promise<void> {
    await this.#ledger.write(database => keepBudget(database, name, limitNanoYuan));
  }
}
