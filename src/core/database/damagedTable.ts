import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { sqliteCode } from './database.ts';

/** A row as stored in the file; integers may have any size. */
export type DamagedRow = Record<string, SQLOutputValue>;

/** Number of rows read at once. */
const AT_ONCE = 100;

/** Upper bound of our ids, where the search ends. */
const LARGEST_ID = 2n ** 53n;

/**
 * Yields the readable rows of a table in a damaged file, in batches. With an integer primary key, it searches for the
 * next readable row after each damaged place; otherwise it reads from both ends. A row may be yielded twice.
 *
 * @param keys the columns of the primary key.
 */
export function readableRows(
  database: DatabaseSync,
  table: string,
  [key = 'id', ...keys]: readonly string[],
): Generator<DamagedRow[]> {
  return isNumbered(database, table, key)
    ? numberedRows(database, table, key)
    : keyedRows(database, table, [key, ...keys]);
}

function isNumbered(database: DatabaseSync, table: string, key: string): boolean {
  const columns = attempt(() => database.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(table)) ?? [];
  const keyed = columns.filter(({ pk }) => Number(pk) > 0);
  return keyed.length === 1 && keyed[0]?.['name'] === key && keyed[0]['type'] === 'INTEGER';
}

function* numberedRows(database: DatabaseSync, table: string, key: string): Generator<DamagedRow[]> {
  const read = (from: bigint, limit: number): DamagedRow[] | undefined =>
    readAll(database, `SELECT * FROM ${table} WHERE ${key} >= ? ORDER BY ${key} LIMIT ${limit}`, [from]);
  let from = 0n;
  for (let limit = AT_ONCE; ;) {
    const rows = read(from, limit);
    const newest = rows?.at(-1)?.[key];
    if (rows?.length === 0) return;
    if (rows !== undefined && typeof newest === 'bigint') {
      yield rows;
      from = newest + 1n;
    } else if (limit > 1) limit = 1;
    else {
      const behind = firstReadable(from, number => read(number, 1) !== undefined);
      if (behind === undefined) return;
      from = behind;
      limit = AT_ONCE;
    }
  }
}

/** Finds the next readable id after a damaged place: doubles the distance until a row can be read, then bisects. */
function firstReadable(from: bigint, isReadable: (number: bigint) => boolean): bigint | undefined {
  let unreadable = from;
  let readable = from + 1n;
  for (let step = 2n; !isReadable(readable); step *= 2n) {
    if (readable > LARGEST_ID) return undefined;
    unreadable = readable;
    readable += step;
  }
  while (readable - unreadable > 1n) {
    const middle = (readable + unreadable) / 2n;
    if (isReadable(middle)) readable = middle;
    else unreadable = middle;
  }
  return readable;
}

function* keyedRows(database: DatabaseSync, table: string, keys: readonly string[]): Generator<DamagedRow[]> {
  const isComplete = yield* rowsToDamage(database, table, keys, '>', 'ASC');
  if (!isComplete) yield* rowsToDamage(database, table, keys, '<', 'DESC');
}

/** Reads from one end. Returns true at the other end, and false at a damaged place. */
function* rowsToDamage(
  database: DatabaseSync,
  table: string,
  keys: readonly string[],
  comparison: '>' | '<',
  direction: 'ASC' | 'DESC',
): Generator<DamagedRow[], boolean> {
  const order = keys.map(key => `${key} ${direction}`).join();
  const behind = `WHERE (${keys.join()}) ${comparison} (${keys.map(() => '?').join()})`;
  let last: SQLInputValue[] | undefined;
  for (let limit = AT_ONCE; ;) {
    const where = last === undefined ? '' : behind;
    const rows = readAll(database, `SELECT * FROM ${table} ${where} ORDER BY ${order} LIMIT ${limit}`, last ?? []);
    const newest = rows?.at(-1);
    if (rows === undefined && limit === 1) return false;
    if (rows === undefined) limit = 1;
    else if (newest === undefined) return true;
    else {
      yield rows;
      last = keys.map(key => newest[key] ?? null);
    }
  }
}

function readAll(database: DatabaseSync, sql: string, values: readonly SQLInputValue[]): DamagedRow[] | undefined {
  return attempt(() => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values);
  });
}

/** Returns what `read` returns; `undefined` for an error of SQLite. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return undefined;
  }
}
