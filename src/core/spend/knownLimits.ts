import type { Budget } from '../budget.ts';
import type { ChatRequest } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { countsFor, readBudgets } from './budgetRows.ts';
import { readPaused } from './pausedConsumers.ts';

/** What a person has limited in the ledger's file, as it was read last: it holds also while the file cannot be read. */
export class KnownLimits {
  #budgets: readonly Budget[] = [];
  #paused: ReadonlySet<string> = new Set();

  /** Takes what the file says now. Throws what SQLite does. */
  note(database: Database): void {
    this.#budgets = readBudgets(database);
    this.#paused = new Set(readPaused(database).map(({ consumer }) => consumer));
  }

  /** Whether a budget held for what is asked so, or nothing was to be sent for the one who asks. */
  holdFor(request: ChatRequest): boolean {
    return this.#paused.has(request.consumer) || this.#budgets.some(budget => countsFor(request, budget));
  }
}
