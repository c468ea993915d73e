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

/** Returns the stored number of a state. */
export function stateNumber(state: ItemState): number {
  return ITEM_STATES.indexOf(state);
}

/** State of a released item: `waiting`, or `cancelled` if its job is. */
const RELEASED = `iif((SELECT state FROM batch_job WHERE batch_job.id = batch_item.job) = ${JOB_STATES.indexOf('cancelled')},
  ${stateNumber('cancelled')}, ${stateNumber('waiting')})`;

/** Adds waiting items, numbered from `from`. Call in a transaction, as for the other writing functions. */
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
 * Writes the outcome of an item if the lease matches its last question; returns whether it did. Repeating has no
 * effect. An answer is charged, so it is accepted even after the item was given back, unless it was claimed again.
 *
 * @param amountNanoYuan the booked amount of its last attempt; `undefined` if the price is unknown.
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
 * Gives back a held item: it waits again, or is cancelled with its job.
 *
 * @param isTried whether the try counts; it does not if the failure has nothing to do with the item.
 */
export function returnItem(database: Database, { jobId, number, questionId }: Lease, isTried: boolean): void {
  database
    .statement(
      `UPDATE batch_item SET state = ${RELEASED}, runner = NULL, tries = tries - ?
       WHERE job = ? AND number = ? AND question = ? AND state = ${stateNumber('running')}`,
    )
    .run(isTried ? 0 : 1, jobId, number, questionId);
}

/** Gives back all items of a runner without counting the try: the death of its process says nothing about an item. */
export function releaseItems(database: Database, runnerId: number): void {
  database
    .statement(`UPDATE batch_item SET state = ${RELEASED}, runner = NULL, tries = tries - 1 WHERE runner = ?`)
    .run(runnerId);
}

/** A change of state for up to `limit` items numbered above `after`. */
export interface MovedItems {
  readonly from: ItemState;
  readonly to: ItemState;
  readonly after: number;
  readonly limit: number;
}

/** Moves items to another state and clears their outcomes. Returns the last number; `undefined` if there was none. */
export function moveItems(
  database: Database,
  jobId: string,
  { from, to, after, limit }: MovedItems,
): number | undefined {
  const numbers = database
    .statement('SELECT number FROM batch_item WHERE job = ? AND state = ? AND number > ? ORDER BY number LIMIT ?')
    .all(jobId, stateNumber(from), after, limit)
    .map(({ number }) => Number(number));
  // Keep `ended`: the next outcome must get a greater value.
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

/** Stores the user's review of an item's change. */
export function reviewItem(database: Database, jobId: string, number: number, review: Item['review']): void {
  const value = review === undefined ? null : REVIEWS.indexOf(review);
  database.statement('UPDATE batch_item SET review = ? WHERE job = ? AND number = ?').run(value, jobId, number);
}

/** Converts a row of `batch_item`. */
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
    // Both columns are only ever written from these types.
    ...(typeof source === 'string' && { source: JSON.parse(source) as ItemSource }),
    ...(typeof outcome === 'string' && { outcome: JSON.parse(outcome) as ItemOutcome }),
    ...(review !== undefined && { review }),
  };
}
