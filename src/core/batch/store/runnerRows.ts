import { randomInt, randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';
import type { Item } from '../item.ts';
import { JOB_STATES } from '../job.ts';
import { itemOf, releaseItems, stateNumber } from './itemRows.ts';

/** A runner as seen by other processes. */
export interface SeenRunner {
  readonly id: number;
  /** Increments while it is alive; `undefined` if its row is lost. */
  readonly beat: number | undefined;
}

/** Returns a random id, unique even across databases, because rows saved from a damaged one are merged. */
export function newRunnerId(): number {
  return randomInt(1, 2 ** 47);
}

/** Registers a runner of this process for a job. Call in a transaction, as for the other writing functions. */
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
 * Increments the heartbeat of a runner of this process, and restores its row if another process took it for dead.
 *
 * @param isAlways even if it holds nothing.
 */
export function beatRunner(database: Database, jobId: string, runnerId: number, isAlways: boolean): void {
  const { boot, pid } = currentWindow();
  database.statement(BEAT).run(runnerId, jobId, boot, pid, Number(isAlways));
}

/** Releases the items of a runner and deletes its row. */
export function forgetRunner(database: Database, runnerId: number): void {
  releaseItems(database, runnerId);
  database.statement('DELETE FROM batch_runner WHERE id = ?').run(runnerId);
}

/** Returns the runners of all jobs whose processes have certainly ended. */
export function goneRunners(database: Database): number[] {
  return database
    .statement('SELECT id, boot, pid FROM batch_runner')
    .all()
    .filter(row => isGone({ boot: String(row['boot']), pid: Number(row['pid']) }))
    .map(({ id }) => Number(id));
}

/**
 * Forgets the runners of ended processes, except while they hide a job: that must be removed first (`housekeeping.ts`).
 */
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

/** Reads the runners of all jobs, including those that hold something but lost their row. */
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
 * Claims the next waiting items for the runner, fewest tries first. Each gets a new question id. Returns none for a job
 * that is paused or over.
 */
export function claimItems(database: Database, jobId: string, runnerId: number, count: number): Item[] {
  if (database.statement(IS_ASKED).get(jobId) === undefined) return [];
  // Another process may have taken it for dead.
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
