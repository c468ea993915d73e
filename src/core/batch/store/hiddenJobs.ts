import type { Database } from '../../database/database.ts';
import { deleteItems } from './itemRows.ts';
import { forgetRunner } from './runnerRows.ts';

/** Unhides a complete job. Returns false when its creator was taken for dead, so the job is being removed. */
export function showJob(database: Database, id: string, maker: number): boolean {
  const { changes } = database
    .statement('UPDATE batch_job SET hidden = NULL WHERE id = ? AND hidden = ?')
    .run(id, maker);
  return changes > 0;
}

/** Returns whether the job is hidden by that runner, which creates or removes it. */
export function isHiddenBy(database: Database, id: string, runnerId: number): boolean {
  return database.statement('SELECT 1 FROM batch_job WHERE id = ? AND hidden = ?').get(id, runnerId) !== undefined;
}

/** Hides a job permanently; returns whether it exists. Call in a transaction, as for the other functions. */
export function hideJob(database: Database, id: string, runnerId: number): boolean {
  return database.statement('UPDATE batch_job SET hidden = ? WHERE id = ?').run(runnerId, id).changes > 0;
}

/** Reads jobs whose hiding runner is gone or has left without finishing: partly created or partly removed. */
export function readAbandoned(database: Database, gone: readonly number[]): { id: string; hidden: number }[] {
  return database
    .statement(
      `SELECT batch_job.id, hidden, batch_runner.id AS runner FROM batch_job LEFT JOIN batch_runner ON batch_runner.id = hidden
       WHERE hidden IS NOT NULL`,
    )
    .all()
    .filter(({ hidden, runner }) => runner === null || gone.includes(Number(hidden)))
    .map(({ id, hidden }) => ({ id: String(id), hidden: Number(hidden) }));
}

/** Deletes some items of a hidden job, and finally the job; returns whether it is gone. */
export function deleteSome(database: Database, id: string, runnerId: number, limit: number): boolean {
  if (!isHiddenBy(database, id, runnerId)) return true;
  if (deleteItems(database, id, limit)) return false;
  for (const { id: runner } of database.statement('SELECT id FROM batch_runner WHERE job = ?').all(id)) {
    forgetRunner(database, Number(runner));
  }
  for (const table of ['batch_count', 'batch_part']) {
    database.statement(`DELETE FROM ${table} WHERE job = ?`).run(id);
  }
  database.statement('DELETE FROM batch_job WHERE id = ?').run(id);
  return true;
}

/** Returns the ids that belong to no job, not even to one being created. */
export function withoutJob(database: Database, ids: readonly string[]): string[] {
  const find = database.statement('SELECT 1 FROM batch_job WHERE id = ?');
  return ids.filter(id => find.get(id) === undefined);
}
