import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import { ITEM_STATES } from '../item.ts';
import {
  type Job,
  type JobChange,
  type JobCounts,
  type JobPlan,
  type JobState,
  JOB_STATES,
  type NewJob,
  type Pause,
} from '../job.ts';
import { stateNumber } from './itemRows.ts';

/**
 * Adds a waiting job, hidden until it is complete. Call in a transaction, as for the other writing functions.
 *
 * @param hiddenBy the runner that creates it.
 */
export function insertJob(database: Database, job: NewJob, hiddenBy: number, nowMs: number): void {
  database
    .statement(
      'INSERT INTO batch_job(id, created_at_ms, state, model, start_at_ms, hidden, json) VALUES(?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      job.id,
      nowMs,
      JOB_STATES.indexOf('waiting'),
      job.model,
      job.startAtMs ?? null,
      hiddenBy,
      JSON.stringify(job.plan),
    );
}

/** Returns the amount booked to a job, including failed and lost attempts and repeated items. */
export type SpentOn = (database: Database, jobId: string) => NanoYuan;

/** Reads all jobs, newest first. */
export function readJobs(database: Database, spentOn: SpentOn): Job[] {
  return database
    .statement('SELECT * FROM batch_job WHERE hidden IS NULL ORDER BY created_at_ms DESC, id')
    .all()
    .map(row => jobOf(database, row, spentOn));
}

/** Reads a job by its id. */
export function readJob(database: Database, id: string, spentOn: SpentOn): Job | undefined {
  const row = database.statement('SELECT * FROM batch_job WHERE id = ? AND hidden IS NULL').get(id);
  return row && jobOf(database, row, spentOn);
}

/** Changes the given properties of a job if it is in one of the states `from`; returns whether it was. */
export function changeJob(
  database: Database,
  id: string,
  change: JobChange,
  from: readonly JobState[] = JOB_STATES,
): boolean {
  const states = from.map(state => JOB_STATES.indexOf(state)).join();
  const isThere = database
    .statement(`SELECT 1 FROM batch_job WHERE id = ? AND hidden IS NULL AND state IN (${states})`)
    .get(id);
  if (isThere === undefined) return false;
  const set = (column: string, value: string | number | null): void => {
    database.statement(`UPDATE batch_job SET ${column} = ? WHERE id = ?`).run(value, id);
  };
  if (change.state !== undefined) set('state', JOB_STATES.indexOf(change.state));
  if (change.model !== undefined) set('model', change.model);
  if ('pause' in change) set('pause', change.pause === undefined ? null : JSON.stringify(change.pause));
  if ('startAtMs' in change) set('start_at_ms', change.startAtMs ?? null);
  if ('endedAtMs' in change) set('ended_at_ms', change.endedAtMs ?? null);
  return true;
}

/** Marks a waiting or running job `done` if no item is waiting or running; returns whether it did. */
export function endJob(database: Database, id: string, nowMs: number): boolean {
  const { waiting, running } = countsOf(database, id);
  if (waiting + running > 0) return false;
  return changeJob(database, id, { state: 'done', pause: undefined, endedAtMs: nowMs }, ['waiting', 'running']);
}

/** Reads cancelled jobs that still have waiting items, because the cancelling process died. */
export function readHalfCancelled(database: Database): string[] {
  return database
    .statement(
      `SELECT job FROM batch_count JOIN batch_job ON batch_job.id = job WHERE batch_count.state = ${stateNumber('waiting')}
         AND n > 0 AND batch_job.state = ${JOB_STATES.indexOf('cancelled')}`,
    )
    .all()
    .map(({ job }) => String(job));
}

function countsOf(database: Database, id: string): JobCounts {
  const counts = { total: 0, waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 };
  for (const row of database.statement('SELECT state, n FROM batch_count WHERE job = ?').all(id)) {
    const state = ITEM_STATES[Number(row['state'])];
    if (state !== undefined) counts[state] = Number(row['n']);
    counts.total += Number(row['n']);
  }
  return counts;
}

function jobOf(database: Database, row: Record<string, SQLOutputValue>, spentOn: SpentOn): Job {
  const id = String(row['id']);
  const { startAtMs, endedAtMs } = { startAtMs: row['start_at_ms'], endedAtMs: row['ended_at_ms'] };
  return {
    id,
    model: String(row['model']),
    createdAtMs: Number(row['created_at_ms']),
    state: JOB_STATES[Number(row['state'])] ?? 'paused',
    // Both columns are only ever written from these types.
    plan: JSON.parse(String(row['json'])) as JobPlan,
    ...(typeof row['pause'] === 'string' && { pause: JSON.parse(row['pause']) as Pause }),
    ...(typeof startAtMs === 'number' && { startAtMs }),
    ...(typeof endedAtMs === 'number' && { endedAtMs }),
    counts: countsOf(database, id),
    amountNanoYuan: spentOn(database, id),
    runners: Number(database.statement('SELECT count(*) AS n FROM batch_runner WHERE job = ?').get(id)?.['n']),
  };
}
