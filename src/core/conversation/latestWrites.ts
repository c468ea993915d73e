import type { Database } from '../database/database.ts';

/** A state of a row. */
interface Write {
  readonly run: () => void;
  readonly onCommitted?: (() => void) | undefined;
}

/**
 * Writes the latest state of each row, one transaction after the other: when a file was locked for a while, an older
 * state that waited must not overwrite a newer one.
 */
export class LatestWrites {
  readonly #database: Database;
  readonly #pending = new Map<string, Write>();
  #writing: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Resolves when this state of the row, or a newer one, is committed; rejects with `storage` when it cannot be. It is
   * tried again with the next write then.
   *
   * @param run changes nothing but the database: it may be called again.
   * @param onCommitted called after this very state was committed, before anything is written after it.
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
      // In the same step as the last look: what is given after that begins anew.
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
