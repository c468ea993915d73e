import type { Database } from '../../database/database.ts';
import { JOB_STATES } from '../job.ts';
import { PART_STATES } from '../service/part.ts';

const [WAITING, RUNNING, PAUSED, , CANCELLED] = JOB_STATES.keys();

/** Something of it is at the service, or on its way; row 0 says who looks after it (`batch/service/partRows.ts`). */
const IS_AT_SERVICE = `EXISTS (SELECT 1 FROM batch_part WHERE job = batch_job.id AND part > 0
  AND state < ${PART_STATES.indexOf('closed')})`;

/**
 * Whether a job ran when it was left, waits for a time, or was cancelled while the service works on it, which goes on
 * charging. Costs microseconds, for the start of a window.
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
