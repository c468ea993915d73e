import type { Database } from '../../database/database.ts';
import { JOB_STATES } from '../job.ts';
import { PART_STATES } from '../service/part.ts';

const [WAITING, RUNNING, PAUSED, , CANCELLED] = JOB_STATES.keys();

/** It has parts that are not closed; row 0 stores the lease (`batch/service/partRows.ts`). */
const IS_AT_SERVICE = `EXISTS (SELECT 1 FROM batch_part WHERE job = batch_job.id AND part > 0
  AND state < ${PART_STATES.indexOf('closed')})`;

/**
 * Returns whether a job was left running, waits for a time, or was cancelled while the service still processes and
 * charges it. Takes microseconds, for the start of a window.
 */
export function hasOpenJobs(database: Database): boolean {
  return (
    database
      .statement(
        `SELECT 1 FROM batch_job WHERE hidden IS NULL AND (state = ${RUNNING}
           OR (state = ${WAITING} AND start_at_ms IS NOT NULL)
           OR (state = ${PAUSED} AND pause ->> 'untilMs' IS NOT NULL)
           OR (state = ${CANCELLED} AND ${IS_AT_SERVICE})) LIMIT 1`,
      )
      .get() !== undefined
  );
}
