import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';

/** Returns the id of a process on this computer that is known to run the job; `undefined` if there is none. */
export function livingRunner(database: Database, jobId: string): number | undefined {
  const { boot } = currentWindow();
  return database
    .statement('SELECT boot, pid FROM batch_runner WHERE job = ?')
    .all(jobId)
    .map(row => ({ boot: String(row['boot']), pid: Number(row['pid']) }))
    .find(runner => runner.boot === boot && !isGone(runner))?.pid;
}
