import { type Database, sqliteCode } from './database.ts';
import type { DamagedRow } from './damagedTable.ts';

const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;

/**
 * Inserts a row of a damaged file into a fresh one, in the columns that exist there. Skips invalid and duplicate rows.
 *
 * @returns whether the row was inserted.
 */
export function insertSavedRow(fresh: Database, table: string, row: DamagedRow): boolean {
  const columns = columnsOf(fresh, table).filter(column => column in row);
  const values = columns.map(column => row[column] ?? null);
  if (values.some(value => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)))) return false;
  try {
    const places = columns.map(() => '?').join();
    const { changes } = fresh
      .statement(`INSERT OR IGNORE INTO ${table}(${columns.join()}) VALUES(${places})`)
      .run(...values);
    return Number(changes) > 0;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === SQLITE_CONSTRAINT || code === SQLITE_MISMATCH) return false;
    throw error;
  }
}

/** Parses JSON of a damaged file; `undefined` if invalid. SQLite detects damaged pages, but not damaged text in them. */
export function parseSavedJson(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function columnsOf(fresh: Database, table: string): string[] {
  return fresh
    .statement('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name));
}
