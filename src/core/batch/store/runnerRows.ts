import { randomInt, randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';
import type { Item } from '../item.ts';
import { JOB_STATES } from '../job.ts';
import { itemOf, releaseItems, stateNumber } from './itemRows.ts';

/** A runner as far as others can see it. */
export interface SeenRunner {
  readonly id: number;
  /** Changes as long as it lives; `undefined` where its row is lost. */
  readonly beat: number | undefined;
}

/** A number for a runner which no other one has, also none of another file: what was saved of a damaged one is joined with it. */
export function newRunnerId(): number {
  return randomInt(1, 2 ** 47);
}

/** Enters this process as one that asks items of a job. To be called in a transaction, as are the others. */
export function enterRunner(database: Database, jobId: string, runnerId: number): void {
  const { boot, pid } = currentWindow();
  database
    .statement('INSERT OR IGNORE INTO batch_runner(id, job, boot, pid, beat) VALUES(?, ?, ?, ?, 0)')
    .run(runnerId, jobId, boot, pid);
}

const BEAT = `
  INSERT INTO batch_runner(id, job, boot, pid, beat) SELECT ?1, ?2, ?3, ?4, 0
  WHERE ?5 OR EXISTS (SELECT 1 FROM batch_item WHERE runner = ?1) OR EXISTS (SELECT 1 FROM batch_job WHERE hidden = ?1)
  ON CONFLICT(id) DO UPDATE SET beat = beat + 1`;

/**
 * Shows the others that a runner of this process lives. Also when somebody has taken it for dead.
 *
 * @param isAlways also one that holds nothing.
 */
export function beatRunner(database: Database, jobId: string, runnerId: number, isAlways: boolean): void {
  const { boot, pid } = currentWindow();
  database.statement(BEAT).run(runnerId, jobId, boot, pid, Number(isAlways));
}

/** What a runner holds waits again, and the runner is forgotten. */
export function forgetRunner(database: Database, runnerId: number): void {
  releaseItems(database, runnerId);
  database.statement('DELETE FROM batch_runner WHERE id = ?').run(runnerId);
}

/** The runners of processes that are certainly gone, of all jobs. */
export function goneRunners(database: Database): number[] {
  return database
    .statement('SELECT id, boot, pid FROM batch_runner')
    .all()
    .filter(row => isGone({ boot: String(row['boot']), pid: Number(row['pid']) }))
    .map(({ id }) => Number(id));
}

/** Forgets them, but for those who made or removed a job: that has to be brought to its end first (`housekeeping.ts`). */
export function forgetGoneRunners(database: Database): void {
  const hides = database.statement('SELECT 1 FROM batch_job WHERE hidden = ?');
  for (const id of goneRunners(database)) if (hides.get(id) === undefined) forgetRunner(database, id);
}

const RUNNERS = `
  SELECT holder AS id, beat FROM
    (SELECT DISTINCT runner AS holder FROM batch_item WHERE runner IS NOT NULL
     UNION SELECT hidden FROM batch_job WHERE hidden IS NOT NULL
     UNION SELECT id FROM batch_runner)
  LEFT JOIN batch_runner ON batch_runner.id = holder`;

/** All runners of all jobs, and those that hold something though their rows are lost. */
export function readRunners(database: Database): SeenRunner[] {
  return database
    .statement(RUNNERS)
    .all()
    .map(({ id, beat }) => ({ id: Number(id), beat: beat === null ? undefined : Number(beat) }));
}

const IS_ASKED = `
  SELECT 1 FROM batch_job WHERE id = ? AND hidden IS NULL
    AND state IN (${JOB_STATES.indexOf('waiting')}, ${JOB_STATES.indexOf('running')})`;

/**
 * The next items that wait, now held by the runner: nobody else gets them. Those that were never asked come first. Each has
 * the id of a new question. None of a job that is paused, or over.
 */
export function claimItems(database: Database, jobId: string, runnerId: number, count: number): Item[] {
  if (database.statement(IS_ASKED).get(jobId) === undefined) return [];
  // Others may have taken it for dead.
  enterRunner(database, jobId, runnerId);
  const waiting = database
    .statement(
      `SELECT id FROM batch_item INDEXED BY batch_item_next
       WHERE job = ? AND state = ${stateNumber('waiting')} ORDER BY tries, number LIMIT ?`,
    )
    .all(jobId, count);
  const hold = database.statement(
    `UPDATE batch_item SET state = ${stateNumber('running')}, runner = ?, question = ?, tries = tries + 1
     WHERE id = ? RETURNING *`,
  );
  return waiting.flatMap(({ id }) => {
    const row = hold.get(runnerId, randomUUID(), Number(id));
    return row === undefined ? [] : [itemOf(row)];
  });
}
