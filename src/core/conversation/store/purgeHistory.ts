import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database, Statements } from '../../database/database.ts';
import { deleteBackups } from '../../database/databaseBackup.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { HISTORY_NAME } from './historyFormat.ts';

/** How long a deleted conversation can be restored. */
const KEPT_DELETED_MS = 30 * 24 * 60 * 60_000;

/** Number of rows purged in one transaction. */
const PURGED_AT_ONCE = 200;

/**
 * Permanently removes conversations deleted more than 30 days ago, in small transactions, and backups of the file from
 * before format upgrades, which contain them too. Never rejects.
 */
export async function purgeHistory(database: Database, nowMs: number, logger: Logger): Promise<void> {
  try {
    let purged = 0;
    for (; await database.transaction(() => purgeSome(database, nowMs)); purged++) await setImmediate(undefined);
    if (purged > 0) await deleteBackups(dirname(database.path), HISTORY_NAME);
  } catch (error) {
    // The purge resumes at the next start.
    logger.warn(`Deleted conversations could not be purged: ${describeError(error)}`);
  }
}

/** Purges one batch of rows; returns false if nothing is left. */
function purgeSome(database: Statements, nowMs: number): boolean {
  const gone = database
    .statement('SELECT id FROM conversation WHERE deleted_at_ms < ? LIMIT 1')
    .get(nowMs - KEPT_DELETED_MS);
  if (gone === undefined) return false;
  const id = String(gone['id']);
  const turns = database
    .statement(`SELECT id, growth FROM turn WHERE conversation = ? LIMIT ${PURGED_AT_ONCE}`)
    .all(id);
  for (const turn of turns) {
    database.statement('DELETE FROM piece WHERE growth = ?').run(turn['growth'] ?? null);
    database.statement('DELETE FROM attachments WHERE turn = ?').run(turn['id'] ?? null);
    database.statement('DELETE FROM turn WHERE conversation = ? AND id = ?').run(id, turn['id'] ?? null);
  }
  if (turns.length === PURGED_AT_ONCE) return true;
  database.statement('DELETE FROM draft WHERE conversation = ?').run(id);
  database.statement('DELETE FROM conversation WHERE id = ?').run(id);
  return true;
}
