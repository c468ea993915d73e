import type { Budget } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { countsFor, readBudgets } from './budgetRows.ts';
import { readPaused } from './pausedConsumers.ts';

/** The budgets and pauses last read from the ledger. They stay in effect while the file cannot be read. */
export class KnownLimits {
  #budgets: readonly Budget[] = [];
  #paused: ReadonlySet<string> = new Set();

  /** Reads the current budgets and pauses. Throws SQLite's errors. */
  note(database: Database): void {
    this.#budgets = readBudgets(database);
    this.#paused = new Set(readPaused(database).map(({ consumer }) => consumer));
  }

  /** Returns whether a budget applies to the request or its consumer is paused. */
  holdFor(request: ChatRequest): boolean {
    return this.#paused.has(request.consumer) || this.#budgets.some(budget => countsFor(request, budget));
  }
}
