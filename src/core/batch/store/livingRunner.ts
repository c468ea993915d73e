import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';

/** A process of this computer that certainly runs the job now, by its id; `undefined` where none is known to. */
export function livingRunner(database: Database, jobId: string): number | undefined {
  const { boot } = currentWindow();
  return database
    .statement('SELECT boot, pid FROM batch_runner WHERE job = ?')
    .all(jobId)
    .map(row => ({ boot: String(row['boot']), pid: Number(row['pid']) }))
    .find(runner => runner.boot === boot && !isGone(runner))?.pid;
}
