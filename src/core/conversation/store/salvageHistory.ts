import type { DatabaseSync } from 'node:sqlite';
import type { Database } from '../../database/database.ts';
import { type DamagedRow, readableRows } from '../../database/damagedTable.ts';
import { insertSavedRow, parseSavedJson } from '../../database/savedRow.ts';
import { ADOPT_TURNS } from './historyFormat.ts';

const TABLES: readonly (readonly [table: string, ...keys: string[]])[] = [
  ['conversation', 'id'],
  ['turn', 'conversation', 'id'],
  ['attachments', 'turn'],
  ['piece', 'growth', 'number'],
  ['draft', 'conversation'],
];

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

/** Returns whether the row was inserted. */
function insert(fresh: Database, table: string, row: DamagedRow): boolean {
  if ('json' in row && !isObject(parseSavedJson(row['json']))) return false;
  return insertSavedRow(fresh, table, row);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
