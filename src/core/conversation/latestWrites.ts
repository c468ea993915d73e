import type { Database } from '../database.ts';

/**
 * Writes the latest state of each row, one transaction after the other: when a file was locked for a while, an older
 * state that waited must not overwrite a newer one.
 */
export class LatestWrites {
  readonly #database: Database;
  readonly #pending = new Map<string, () => void>();
  #writing: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Resolves when this state of the row, or a newer one, is committed; rejects with `storage` when it cannot be. It is
   * tried again with the next write then.
   */
  write(row: string, run: () => void): Promise<void> {
    this.#pending.set(row, run);
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#pending.size > 0) {
      const batch = new Map(this.#pending);
      await this.#database.transaction(() => {
        for (const run of batch.values()) run();
      });
      for (const [row, run] of batch) if (this.#pending.get(row) === run) this.#pending.delete(row);
    }
  }
}
