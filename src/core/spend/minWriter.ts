import type { Database } from '../database/database.ts';
import { LEDGER_MIGRATIONS } from './ledgerFormat.ts';

/**
 * Returns whether another window has given the file a format that this version must not write. Most formats only add to
 * older ones, so older versions can continue; one that breaks this stores the oldest format that may write as
 * `min_writer` in `meta`. Throws SQLite's errors.
 */
export function isOutdated(database: Database): boolean {
  const known = LEDGER_MIGRATIONS.length;
  const format = Number(database.statement('PRAGMA user_version').get()?.['user_version']);
  if (format <= known) return false;
  const row = database.statement("SELECT value FROM meta WHERE key = 'min_writer'").get();
  return Number(row?.['value'] ?? 0) > known;
}
