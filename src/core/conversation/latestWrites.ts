import type { Database } from '../database/database.ts';

/** A pending write of a row. */
interface Write {
  readonly run: () => void;
  readonly onCommitted?: (() => void) | undefined;
}

/**
 * Writes the latest state of each row, in consecutive transactions. If the file is locked for a while, a delayed older
 * state must not overwrite a newer one.
 */
export class LatestWrites {
  readonly #database: Database;
  readonly #pending = new Map<string, Write>();
  #writing: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Resolves when this state of the row, or a newer one, is committed; rejects with `storage` if that fails. It is then
   * retried with the next write.
   *
   * @param run must have no effects other than on the database: it may be called again.
   * @param onCommitted called after exactly this state was committed, before any later write.
   */
  write(row: string, run: () => void, onCommitted?: () => void): Promise<void> {
    this.#pending.set(row, { run, onCommitted });
    this.#writing ??= this.#drain();
    return this.#writing;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#pending.size > 0) await this.#writePending();
    } finally {
      // Synchronous with the last check of the queue, so that a later write starts a new drain.
      this.#writing = undefined;
    }
  }

  async #writePending(): Promise<void> {
    const batch = new Map(this.#pending);
    await this.#database.transaction(() => {
      for (const { run } of batch.values()) run();
    });
    for (const [row, write] of batch) {
      write.onCommitted?.();
      if (this.#pending.get(row) === write) this.#pending.delete(row);
    }
  }
}
