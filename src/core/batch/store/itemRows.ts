import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import {
  ITEM_STATES,
  type Item,
  type ItemOutcome,
  type ItemSource,
  type ItemState,
  type Lease,
  type NewItem,
} from '../item.ts';
import { JOB_STATES } from '../job.ts';

const REVIEWS = ['accepted', 'rejected'] as const;

/** The number that stands for a state. */
export function stateNumber(state: ItemState): number {
  return ITEM_STATES.indexOf(state);
}

/** What nobody holds any more: it waits, but no more in a job that was cancelled. */
const RELEASED = `iif((SELECT state FROM batch_job WHERE batch_job.id = batch_item.job) = ${JOB_STATES.indexOf('cancelled')},
  ${stateNumber('cancelled')}, ${stateNumber('waiting')})`;

/** Adds items that wait, the first of them with the number `from`. To be called in a transaction, as are the others that change something. */
export function insertItems(database: Database, jobId: string, items: readonly NewItem[], from: number): void {
  const insert = database.statement(
    `INSERT INTO batch_item(job, number, state, byte_offset, byte_length, input_hash, custom_id, source)
     VALUES(?, ?, ${stateNumber('waiting')}, ?, ?, ?, ?, ?)`,
  );
  items.forEach((item, index) => {
    const source = item.source === undefined ? null : JSON.stringify(item.source);
    insert.run(jobId, from + index, item.byteOffset, item.byteLength, item.inputHash, item.customId, source);
  });
}

/**
 * Writes what an item came to, if that is what was asked under that lease; returns whether it was. The same again changes
 * nothing. An answer is taken also after the lease was given back, as long as nobody else holds the item: it is paid.
 *
 * @param amountNanoYuan what its last attempt was booked as; `undefined` where nobody knows the price.
 */
export function writeOutcome(
  database: Database,
  { jobId, number, questionId }: Lease,
  outcome: ItemOutcome,
  amountNanoYuan: NanoYuan | undefined,
  nowMs: number,
): boolean {
  const takenIn: readonly ItemState[] = outcome.state === 'done' ? ['waiting', 'running', 'cancelled'] : ['running'];
  const { changes } = database
    .statement(
      `UPDATE batch_item SET state = ?, outcome = ?, amount_nano = ?, ended_at_ms = ?, runner = NULL,
         ended = 1 + (SELECT coalesce(max(ended), 0) FROM batch_item WHERE job = ?5 AND ended IS NOT NULL)
       WHERE job = ?5 AND number = ? AND question = ? AND state IN (${takenIn.map(stateNumber).join()})`,
    )
    .run(stateNumber(outcome.state), JSON.stringify(outcome), amountNanoYuan ?? null, nowMs, jobId, number, questionId);
  return changes > 0;
}

/**
 * An item that is held is given back: it waits again, or is cancelled with its job.
 *
 * @param isTried whether it counts as asked: what failed because of something that has nothing to do with it does not.
 */
export function returnItem(database: Database, { jobId, number, questionId }: Lease, isTried: boolean): void {
  database
    .statement(
      `UPDATE batch_item SET state = ${RELEASED}, runner = NULL, tries = tries - ?
       WHERE job = ? AND number = ? AND question = ? AND state = ${stateNumber('running')}`,
    )
    .run(isTried ? 0 : 1, jobId, number, questionId);
}

/** The same for all that a runner holds, as if it had not been asked: that its process died says nothing about an item. */
export function releaseItems(database: Database, runnerId: number): void {
  database
    .statement(`UPDATE batch_item SET state = ${RELEASED}, runner = NULL, tries = tries - 1 WHERE runner = ?`)
    .run(runnerId);
}

/** The next items of one state after the number `after` get another one: so many, and the number of the last of them. */
export interface MovedItems {
  readonly from: ItemState;
  readonly to: ItemState;
  readonly after: number;
  readonly limit: number;
}

/** Moves items to another state; what they came to before is forgotten. Returns the number of the last one; `undefined` when there was none. */
export function moveItems(
  database: Database,
  jobId: string,
  { from, to, after, limit }: MovedItems,
): number | undefined {
  const numbers = database
    .statement('SELECT number FROM batch_item WHERE job = ? AND state = ? AND number > ? ORDER BY number LIMIT ?')
    .all(jobId, stateNumber(from), after, limit)
    .map(({ number }) => Number(number));
  // `ended` stays: the mark of what it comes to next has to be a greater one.
  const move = database.statement(
    `UPDATE batch_item SET state = ?, runner = NULL, outcome = NULL, amount_nano = NULL, ended_at_ms = NULL,
       review = NULL, tries = 0 WHERE job = ? AND number = ?`,
  );
  for (const number of numbers) move.run(stateNumber(to), jobId, number);
  return numbers.at(-1);
}

/** Deletes some items of a job; returns whether there were any. */
export function deleteItems(database: Database, jobId: string, limit: number): boolean {
  const { changes } = database
    .statement('DELETE FROM batch_item WHERE id IN (SELECT id FROM batch_item WHERE job = ? LIMIT ?)')
    .run(jobId, limit);
  return changes > 0;
}

/** Keeps what the person decided about an item's change. */
export function reviewItem(database: Database, jobId: string, number: number, review: Item['review']): void {
  const value = review === undefined ? null : REVIEWS.indexOf(review);
  database.statement('UPDATE batch_item SET review = ? WHERE job = ? AND number = ?').run(value, jobId, number);
}

/** A row of `batch_item`. */
export function itemOf(row: Record<string, SQLOutputValue>): Item {
  const review = REVIEWS[Number(row['review'] ?? -1)];
  const { question, amount_nano: amount, ended_at_ms: endedAtMs, ended, source, outcome } = row;
  return {
    number: Number(row['number']),
    customId: String(row['custom_id']),
    inputHash: String(row['input_hash']),
    byteOffset: Number(row['byte_offset']),
    byteLength: Number(row['byte_length']),
    state: ITEM_STATES[Number(row['state'])] ?? 'failed',
    tries: Number(row['tries']),
    ...(typeof question === 'string' && { questionId: question }),
    ...(typeof amount === 'number' && { amountNanoYuan: amount }),
    ...(typeof endedAtMs === 'number' && { endedAtMs }),
    ...(typeof ended === 'number' && { ended }),
    // Both columns are written from these types alone.
    ...(typeof source === 'string' && { source: JSON.parse(source) as ItemSource }),
    ...(typeof outcome === 'string' && { outcome: JSON.parse(outcome) as ItemOutcome }),
    ...(review !== undefined && { review }),
  };
}
