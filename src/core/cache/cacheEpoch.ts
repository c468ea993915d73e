import type { Database } from '../database/database.ts';

/** `meta.key` of the row that counts how often the cache was cleared. */
const KEY = 'cacheEpoch';

const RAISE = `
  INSERT INTO meta(key, value) VALUES(?, '1')
  ON CONFLICT(key) DO UPDATE SET value = CAST(value + 1 AS TEXT) RETURNING value`;

/**
 * Counter by which all windows learn that the cache was cleared. A window that finds a changed number clears its memory
 * level and does not keep answers to questions it sent before.
 */
export class CacheEpoch {
  readonly #database: () => Promise<Database>;

  /** @param database the file that all windows share. */
  constructor(database: () => Promise<Database>) {
    this.#database = database;
  }

  /** Returns the current number. Takes microseconds, so call it on every change of the file. Throws `storage`. */
  async current(): Promise<number> {
    const database = await this.#database();
    return database.read(() =>
      Number(database.statement('SELECT value FROM meta WHERE key = ?').get(KEY)?.['value'] ?? 0),
    );
  }

  /**
   * Increases the number and returns it. Call it only after the answer files are cleared: other windows then also
   * forget what they read from those files until then. Throws `storage`.
   */
  async raise(): Promise<number> {
    const database = await this.#database();
    return database.transaction(() => Number(database.statement(RAISE).get(KEY)?.['value']));
  }
}
