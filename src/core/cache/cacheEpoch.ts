import type { Database } from '../database/database.ts';

/** `meta.key` of the number of times that answers were cleared. */
const KEY = 'cacheEpoch';

const RAISE = `
  INSERT INTO meta(key, value) VALUES(?, '1')
  ON CONFLICT(key) DO UPDATE SET value = CAST(value + 1 AS TEXT) RETURNING value`;

/**
 * Tells all windows that answers were cleared. A window that finds another number than before forgets what it has in
 * memory, and does not keep what it asked before.
 */
export class CacheEpoch {
  readonly #database: () => Promise<Database>;

  /** @param database the file all windows share. */
  constructor(database: () => Promise<Database>) {
    this.#database = database;
  }

  /** Costs microseconds: for whenever the file has changed. Throws `storage`. */
  async current(): Promise<number> {
    const database = await this.#database();
    return database.read(() =>
      Number(database.statement('SELECT value FROM meta WHERE key = ?').get(KEY)?.['value'] ?? 0),
    );
  }

  /**
   * To be called when the files of answers were cleared, and not before: what another window reads from them until then is
   * forgotten with the rest. Returns the new number. Throws `storage`.
   */
  async raise(): Promise<number> {
    const database = await this.#database();
    return database.transaction(() => Number(database.statement(RAISE).get(KEY)?.['value']));
  }
}
