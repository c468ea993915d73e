import type { Budget, BudgetName } from '../../core/budget.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { Configuration } from '../configuration.ts';

/** What the command works on that sets a budget. */
export interface BudgetTools {
  readonly configuration: Pick<Configuration, 'update'>;
  /** How much is spent of what the budget is about; `undefined` while the ledger cannot be read. */
  readonly spent: (name: BudgetName) => NanoYuan | undefined;
  /** All budgets there are. */
  readonly all: () => readonly Budget[];
  /** Keeps one that is no setting; `undefined` takes it away. */
  readonly keep: (name: BudgetName, limit: NanoYuan | undefined) => Promise<void>;
  /** Of this window; empty when no folder is open. */
  readonly workspace: string;
  /** Ids of other extensions that ask, as far as they have asked. */
  readonly consumers: () => readonly string[];
}
