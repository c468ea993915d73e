import type { Database } from '../../database/database.ts';
import { JOB_STATES, type JobStanding, type Pause } from '../job.ts';
import { stateNumber } from './itemRows.ts';

/** Reads the state of a job, if it exists. */
export function readStanding(database: Database, id: string): JobStanding | undefined {
  const row = database.statement('SELECT state, pause, model FROM batch_job WHERE id = ? AND hidden IS NULL').get(id);
  if (row === undefined) return undefined;
  const has = (state: 'waiting' | 'running'): boolean =>
    database.statement('SELECT 1 FROM batch_item WHERE job = ? AND state = ? LIMIT 1').get(id, stateNumber(state)) !==
    undefined;
  const isWaiting = has('waiting');
  return {
    state: JOB_STATES[Number(row['state'])] ?? 'paused',
    // Only ever written from this type.
    ...(typeof row['pause'] === 'string' && { pause: JSON.parse(row['pause']) as Pause }),
    model: String(row['model']),
    isWaiting,
    isOver: !isWaiting && !has('running'),
  };
}
