import type { Budget, BudgetName } from '../../core/budget.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { Configuration } from '../configuration.ts';

/** What the budget command depends on. */
export interface BudgetTools {
  readonly configuration: Pick<Configuration, 'update'>;
  /** Returns what has been spent of a budget; `undefined` while the ledger cannot be read. */
  readonly spent: (name: BudgetName) => NanoYuan | undefined;
  /** Returns all budgets. */
  readonly all: () => readonly Budget[];
  /** Saves a budget that is not a setting; `undefined` removes it. */
  readonly keep: (name: BudgetName, limit: NanoYuan | undefined) => Promise<void>;
  /** Name of this window's workspace; empty when no folder is open. */
  readonly workspace: string;
  /** Returns the ids of other extensions that have asked questions. */
  readonly consumers: () => readonly string[];
}
