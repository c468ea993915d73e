import type { DatabaseSync } from 'node:sqlite';
import { type Database, sqliteCode } from '../../database/database.ts';
import { type DamagedRow, readableRows } from '../../database/damagedTable.ts';
import { ADOPT_TURNS } from './historyFormat.ts';

const TABLES: readonly (readonly [table: string, ...keys: string[]])[] = [
  ['conversation', 'id'],
  ['turn', 'conversation', 'id'],
  ['attachments', 'turn'],
  ['piece', 'growth', 'number'],
  ['draft', 'conversation'],
];

const SQLITE_CONSTRAINT = 19;
const SQLITE_MISMATCH = 20;

/**
 * Copies the readable rows of a damaged history into an empty one, in small steps, and returns the number of recovered
 * turns. Turns whose conversation is lost get a new one.
 *
 * @param fresh the new database, within the transaction that creates it.
 * @param breathe awaited after every few milliseconds of work.
 */
export async function salvageHistory(
  fresh: Database,
  damaged: DatabaseSync,
  breathe: () => Promise<void>,
): Promise<number> {
  let turns = 0;
  for (const [table, ...keys] of TABLES) {
    for (const rows of readableRows(damaged, table, keys)) {
      for (const row of rows) if (insert(fresh, table, row) && table === 'turn') turns++;
      await breathe();
    }
  }
  fresh.execute(ADOPT_TURNS);
  return turns;
}

/** Returns whether the row was inserted. Skips invalid and duplicate rows. */
function insert(fresh: Database, table: string, row: DamagedRow): boolean {
  if ('json' in row && !isJson(row['json'])) return false;
  const columns = columnsOf(fresh, table).filter(column => column in row);
  const values = columns.map(column => row[column] ?? null);
  if (values.some(value => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)))) return false;
  try {
    const { changes } = fresh
      .statement(`INSERT OR IGNORE INTO ${table}(${columns.join()}) VALUES(${columns.map(() => '?').join()})`)
      .run(...values);
    return Number(changes) > 0;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === SQLITE_CONSTRAINT || code === SQLITE_MISMATCH) return false;
    throw error;
  }
}

/** SQLite detects damage to its pages, but not to text within them. */
function isJson(json: unknown): boolean {
  try {
    const value: unknown = JSON.parse(String(json));
    return typeof value === 'object' && value !== null;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function columnsOf(fresh: Database, table: string): string[] {
  return fresh
    .statement('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name));
}
