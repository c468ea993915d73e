import type { Database } from '../../database/database.ts';
import type { AnswerKey } from '../answerStore.ts';
import type { EntrySeal } from './entrySeal.ts';
import { DamagedRowsError } from './sqliteTrouble.ts';
import { standingAfter } from './standing.ts';

/** Number of hex digits of the key that form the row id: 52 bits, which a number holds exactly. */
const ID_DIGITS = 13;

/** Maximum number of entries evicted in one transaction, so that it takes at most a millisecond or two. */
const MOST_EVICTED = 16;

/**
 * The rows of an answer file. For use inside `Database.read` and transactions; throws SQLite's errors.
 *
 * The first digits of the key are the row id. This saves an index, and spreads new entries over the file so that they
 * fill the gaps left by evicted ones. Keys with the same first digits replace each other; the MAC tells them apart.
 */
export class AnswerRows {
  readonly #database: Database;
  readonly #seal: EntrySeal;

  constructor(database: Database, seal: EntrySeal) {
    this.#database = database;
    this.#seal = seal;
  }

  /** Returns the value of a key; `undefined` if there is none or it expired, `damaged` if it was altered. */
  read(key: AnswerKey, nowMs: number): Uint8Array | 'damaged' | undefined {
    const row = this.#database.statement('SELECT expires_at_ms, mac, value FROM entry WHERE id = ?').get(idOf(key));
    if (row === undefined) return undefined;
    const { expires_at_ms: expiresAtMs, mac, value } = row;
    if (typeof expiresAtMs !== 'number' || !(value instanceof Uint8Array)) return 'damaged';
    if (mac !== this.#seal.macOf(key, expiresAtMs, value)) return 'damaged';
    return expiresAtMs > nowMs ? value : undefined;
  }

  /** Stores the value and replaces an older one. This counts as a use. */
  write(key: AnswerKey, value: Uint8Array, expiresAtMs: number, nowMs: number): void {
    const id = idOf(key);
    this.#database
      .statement('INSERT OR REPLACE INTO entry(id, expires_at_ms, mac, value) VALUES(?, ?, ?, ?)')
      .run(id, expiresAtMs, this.#seal.macOf(key, expiresAtMs, value), value);
    this.#database
      .statement('INSERT OR REPLACE INTO standing(id, score) VALUES(?, ?)')
      .run(id, standingAfter(1, nowMs, this.#scoreOf(id)));
  }

  /** Counts uses of an entry, if it still exists. */
  use(key: AnswerKey, uses: number, nowMs: number): void {
    const id = idOf(key);
    const score = standingAfter(uses, nowMs, this.#scoreOf(id));
    this.#database.statement('UPDATE standing SET score = ? WHERE id = ?').run(score, id);
  }

  remove(key: AnswerKey): void {
    this.#removeRow(idOf(key));
  }

  /**
   * Removes some entries: expired ones, and, if more than `limitBytes` is used, those with the lowest score. Returns
   * false if more must be removed.
   */
  evict(limitBytes: number, nowMs: number): boolean {
    for (let count = 0; count < MOST_EVICTED; count++) {
      const id = this.#nextToGo(limitBytes, nowMs);
      if (id === undefined) return true;
      if (!this.#removeRow(id))
        throw new DamagedRowsError(`${this.#database.path}: an index names a row that is not there`);
    }
    return !this.hasToEvict(limitBytes, nowMs);
  }

  /** Returns whether any entry must be removed. */
  hasToEvict(limitBytes: number, nowMs: number): boolean {
    return this.#nextToGo(limitBytes, nowMs) !== undefined;
  }

  /** Returns the used space in the file, in bytes; 0 if there are no entries. Free pages do not count. */
  usedBytes(): number {
    return this.#database.statement('SELECT 1 FROM entry LIMIT 1').get() === undefined ? 0 : this.#pageBytes('used');
  }

  /** Returns the free space in the file, in bytes. */
  freeBytes(): number {
    return this.#pageBytes('free');
  }

  /** Returns a value that changes whenever any window clears the file. */
  epoch(): unknown {
    return this.#database.statement('SELECT epoch FROM clearing').get()?.['epoch'];
  }

  #pageBytes(kind: 'used' | 'free'): number {
    const row = this.#database
      .statement(
        `SELECT (page_count - freelist_count) * page_size AS used, freelist_count * page_size AS free
           FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
      )
      .get();
    return Number(row?.[kind]);
  }

  #scoreOf(id: number): number | undefined {
    const score = this.#database.statement('SELECT score FROM standing WHERE id = ?').get(id)?.['score'];
    return typeof score === 'number' ? score : undefined;
  }

  #nextToGo(limitBytes: number, nowMs: number): number | undefined {
    const expired = this.#oneOf('SELECT id FROM entry WHERE expires_at_ms <= ? LIMIT 1', nowMs);
    if (expired !== undefined || this.usedBytes() <= limitBytes) return expired;
    // An entry without a standing is a sign of damage; it must still be evicted some day.
    return this.#oneOf('SELECT id FROM standing ORDER BY score LIMIT 1') ?? this.#oneOf('SELECT id FROM entry LIMIT 1');
  }

  #oneOf(sql: string, ...values: number[]): number | undefined {
    const id = this.#database.statement(sql).get(...values)?.['id'];
    return typeof id === 'number' ? id : undefined;
  }

  /** Returns false if there was no such row. */
  #removeRow(id: number): boolean {
    const entries = this.#database.statement('DELETE FROM entry WHERE id = ?').run(id).changes;
    const standings = this.#database.statement('DELETE FROM standing WHERE id = ?').run(id).changes;
    return Number(entries) + Number(standings) > 0;
  }
}

function idOf(key: AnswerKey): number {
  return Number.parseInt(key.slice(0, ID_DIGITS), 16);
}
