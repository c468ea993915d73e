import type { Database } from '../database/database.ts';
import { LEDGER_MIGRATIONS } from './ledgerFormat.ts';

/**
 * Whether another window has given the file a format that this version must not write. Formats only add, so that it mostly
 * can go on; one after which it cannot says so in `meta` as `min_writer`, the oldest format that may write. Throws what
 * SQLite does.
 */
export function isOutdated(database: Database): boolean {
  const known = LEDGER_MIGRATIONS.length;
  const format = Number(database.statement('PRAGMA user_version').get()?.['user_version']);
  if (format <= known) return false;
  const row = database.statement("SELECT value FROM meta WHERE key = 'min_writer'").get();
  return Number(row?.['value'] ?? 0) > known;
}
