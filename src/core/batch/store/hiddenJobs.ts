import type { Database } from '../../database/database.ts';
import { deleteItems } from './itemRows.ts';
import { forgetRunner } from './runnerRows.ts';

/** Shows a job that is whole now. Returns false when somebody has taken its maker for dead: then it is being removed. */
export function showJob(database: Database, id: string, maker: number): boolean {
  const { changes } = database
    .statement('UPDATE batch_job SET hidden = NULL WHERE id = ? AND hidden = ?')
    .run(id, maker);
  return changes > 0;
}

/** Whether the job is hidden by that runner, which makes or removes it. */
export function isHiddenBy(database: Database, id: string, runnerId: number): boolean {
  return database.statement('SELECT 1 FROM batch_job WHERE id = ? AND hidden = ?').get(id, runnerId) !== undefined;
}

/** Hides a job for good; returns whether there is one. To be called in a transaction, as are the others. */
export function hideJob(database: Database, id: string, runnerId: number): boolean {
  return database.statement('UPDATE batch_job SET hidden = ? WHERE id = ?').run(runnerId, id).changes > 0;
}

/** Jobs that runners have hidden which are gone, or have left without bringing it to an end: made or removed in part. */
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

/** Deletes some of the items of a job that is hidden, and in the end the job; returns whether it is gone. */
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

/** Those of the ids that are no job's, not even of one that is being made. */
export function withoutJob(database: Database, ids: readonly string[]): string[] {
  const find = database.statement('SELECT 1 FROM batch_job WHERE id = ?');
  return ids.filter(id => find.get(id) === undefined);
}
