import type { Database } from '../database/database.ts';
import type { DamagedRow } from '../database/damagedTable.ts';
import { parseSavedJson } from '../database/savedRow.ts';

/** `batch_item.state` of a waiting item: its index in `ITEM_STATES`. */
const WAITING = 0;

/**
 * Returns a usable version of a batch row, or `undefined` if there is none. SQLite detects damaged pages, but not
 * damaged text inside them: a job without its plan is dropped, and an item with an unreadable answer is asked again.
 */
export function soundBatchRow(table: string, row: DamagedRow): DamagedRow | undefined {
  if (table === 'batch_job') return isJson(row['json']) && isJson(row['pause'] ?? 'null') ? row : undefined;
  if (table === 'batch_part') return isJson(row['json']) ? row : undefined;
  if (table !== 'batch_item') return row;
  const source = isJson(row['source'] ?? 'null') ? row['source'] : null;
  if (isJson(row['outcome'] ?? 'null')) return { ...row, source: source ?? null };
  return { ...row, source: source ?? null, outcome: null, state: WAITING, ended: null, ended_at_ms: null };
}

/** Deletes the remains of lost jobs, which would conflict with a job that is added again. */
export function dropStrayItems(fresh: Database): void {
  for (const table of ['batch_item', 'batch_count', 'batch_runner', 'batch_part']) {
    fresh.statement(`DELETE FROM ${table} WHERE job NOT IN (SELECT id FROM batch_job)`).run();
  }
}

function isJson(text: unknown): boolean {
  return parseSavedJson(text) !== undefined;
}
