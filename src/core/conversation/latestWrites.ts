import { type Database, isRefusedValue } from '../database/database.ts';
import { describeError, WenxinError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** A pending write of a row. */
interface Write {
  readonly run: () => void;
  readonly onCommitted?: (() => void) | undefined;
}

/**
 * Writes the latest state of each row, in consecutive transactions. If the file is locked for a while, a delayed older
 * state must not overwrite a newer one.
 *
 * A row whose value can never be stored is set aside, so that it does not make the writes of all other rows fail.
 */
export class LatestWrites {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #pending = new Map<string, Write>();
  /** Why the latest state of a row cannot be stored. */
  readonly #refused = new Map<string, WenxinError>();
  #writing: Promise<void> | undefined;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  /**
   * Resolves when this state of the row, or a newer one, is committed; rejects with `storage` if that fails. It is then
   * retried with the next write, unless this state can never be stored.
   *
   * @param run must have no effects other than on the database: it may be called again.
   * @param onCommitted called after exactly this state was committed, before any later write.
   */
  async write(row: string, run: () => void, onCommitted?: () => void): Promise<void> {
    this.#pending.set(row, { run, onCommitted });
    this.#writing ??= this.#drain();
    await this.#writing;
    const refusal = this.#refused.get(row);
    if (refusal !== undefined) throw refusal;
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
    const batch = [...this.#pending];
    try {
      await this.#commit(batch);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      for (const [row, write] of batch) await this.#writeAlone(row, write);
    }
  }

  async #writeAlone(row: string, write: Write): Promise<void> {
    try {
      await this.#commit([[row, write]]);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      this.#logger.error(`The row “${row}” cannot be stored and was set aside: ${describeError(error)}`);
      this.#refused.set(row, new WenxinError('storage', 'A value cannot be stored', { cause: error }));
      this.#forget(row, write);
    }
  }

  async #commit(batch: readonly (readonly [string, Write])[]): Promise<void> {
    await this.#database.transaction(() => {
      for (const [, { run }] of batch) run();
    });
    for (const [row, write] of batch) {
      write.onCommitted?.();
      this.#refused.delete(row);
      this.#forget(row, write);
    }
  }

  /** Removes the write, unless a newer one has replaced it. */
  #forget(row: string, write: Write): void {
    if (this.#pending.get(row) === write) this.#pending.delete(row);
  }
}
