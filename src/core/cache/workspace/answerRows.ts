import type { Database } from '../../database/database.ts';
import type { AnswerKey } from '../answerStore.ts';
import type { EntrySeal } from './entrySeal.ts';
import { DamagedRowsError } from './sqliteTrouble.ts';
import { standingAfter } from './standing.ts';

/** Hex digits of a key that make its row's id: as many bits as a number holds exactly. */
const ID_DIGITS = 13;

/** Most entries that go in one transaction, for it to take less than a millisecond or two. */
const MOST_EVICTED = 16;

/**
 * The rows of a file of kept answers. For use inside `Database.read` and transactions, and throws what SQLite throws.
 *
 * The key's beginning is the row's id, which saves an index, and spreads new entries over the file so that they fill the
 * gaps of those that went. Two keys with the same beginning replace each other; the MAC tells them apart.
 */
export class AnswerRows {
  readonly #database: Database;
  readonly #seal: EntrySeal;

  constructor(database: Database, seal: EntrySeal) {
    this.#database = database;
    this.#seal = seal;
  }

  /** The value kept under the key; `undefined` when there is none any more, `damaged` when it is not what was kept. */
  read(key: AnswerKey, nowMs: number): Uint8Array | 'damaged' | undefined {
    const row = this.#database.statement('SELECT expires_at_ms, mac, value FROM entry WHERE id = ?').get(idOf(key));
    if (row === undefined) return undefined;
    const { expires_at_ms: expiresAtMs, mac, value } = row;
    if (typeof expiresAtMs !== 'number' || !(value instanceof Uint8Array)) return 'damaged';
    if (mac !== this.#seal.macOf(key, expiresAtMs, value)) return 'damaged';
    return expiresAtMs > nowMs ? value : undefined;
  }

  /** Keeps the value in place of an older one, which counts as a use of it. */
  write(key: AnswerKey, value: Uint8Array, expiresAtMs: number, nowMs: number): void {
    const id = idOf(key);
    this.#database
      .statement('INSERT OR REPLACE INTO entry(id, expires_at_ms, mac, value) VALUES(?, ?, ?, ?)')
      .run(id, expiresAtMs, this.#seal.macOf(key, expiresAtMs, value), value);
    this.#database
      .statement('INSERT OR REPLACE INTO standing(id, score) VALUES(?, ?)')
      .run(id, standingAfter(1, nowMs, this.#scoreOf(id)));
  }

  /** Counts uses of an entry, unless it went in the meantime. */
  use(key: AnswerKey, uses: number, nowMs: number): void {
    const id = idOf(key);
    const score = standingAfter(uses, nowMs, this.#scoreOf(id));
    this.#database.statement('UPDATE standing SET score = ? WHERE id = ?').run(score, id);
  }

  remove(key: AnswerKey): void {
    this.#removeRow(idOf(key));
  }

  /**
   * Takes out some of what has to go: expired entries, and, where more than `limitBytes` is taken, those with the lowest
   * score. False when more has to go.
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

  /** Whether any entry has to go. */
  hasToEvict(limitBytes: number, nowMs: number): boolean {
    return this.#nextToGo(limitBytes, nowMs) !== undefined;
  }

  /** Room in the file that is taken, in bytes; the free room in it may be used by anything. 0 when nothing is kept. */
  usedBytes(): number {
    return this.#database.statement('SELECT 1 FROM entry LIMIT 1').get() === undefined ? 0 : this.#pageBytes('used');
  }

  /** Room in the file that is free, in bytes. */
  freeBytes(): number {
    return this.#pageBytes('free');
  }

  /** Changes with each clearing, by whichever window. */
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
    // An entry without a standing is a trace of damage; it must not keep its place for ever.
    return this.#oneOf('SELECT id FROM standing ORDER BY score LIMIT 1') ?? this.#oneOf('SELECT id FROM entry LIMIT 1');
  }

  #oneOf(sql: string, ...values: number[]): number | undefined {
    const id = this.#database.statement(sql).get(...values)?.['id'];
    return typeof id === 'number' ? id : undefined;
  }

  /** False when there was no such row. */
  #removeRow(id: number): boolean {
    const entries = this.#database.statement('DELETE FROM entry WHERE id = ?').run(id).changes;
    const standings = this.#database.statement('DELETE FROM standing WHERE id = ?').run(id).changes;
    return Number(entries) + Number(standings) > 0;
  }
}

function idOf(key: AnswerKey): number {
  return Number.parseInt(key.slice(0, ID_DIGITS), 16);
}
