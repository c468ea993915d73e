import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import type { Item } from '../item.ts';
import { itemOf, returnItem, stateNumber } from '../store/itemRows.ts';
import { type Part, type PartPlan, PART_STATES, type PartState, questionOf } from './part.ts';

/** `batch_part.part` of the row that stores the lease on a job's parts (`partLease.ts`). */
export const LEASE_ROW = 0;

/** Reads the parts of a job in order. */
export function readParts(database: Database, jobId: string): Part[] {
  return database
    .statement(`SELECT * FROM batch_part WHERE job = ? AND part > ${LEASE_ROW} ORDER BY part`)
    .all(jobId)
    .map(partOf);
}

/** Reads the ids of jobs with parts that are not closed. */
export function readOpenJobs(database: Database): string[] {
  return database
    .statement(
      `SELECT DISTINCT job FROM batch_part WHERE part > ${LEASE_ROW} AND state < ${PART_STATES.indexOf('closed')} ORDER BY job`,
    )
    .all()
    .map(({ job }) => String(job));
}

/** Reads the service's ids of all orders in this database. */
export function readOrderIds(database: Database): Set<string> {
  const rows = database.statement("SELECT json_extract(json, '$.batchId') AS id FROM batch_part").all();
  return new Set(rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])));
}

/** Adds a part if all of its items are waiting. Call in a transaction, as for the other writing functions. */
export function insertPart(database: Database, { jobId, number, state, reservedNanoYuan, plan }: Part): boolean {
  const waiting = database
    .statement(
      `SELECT count(*) AS n FROM batch_item WHERE job = ? AND number BETWEEN ? AND ? AND state = ${stateNumber('waiting')}`,
    )
    .get(jobId, plan.first, plan.last);
  if (waiting?.['n'] !== plan.count) return false;
  database
    .statement('INSERT INTO batch_part(job, part, state, reserved_nano, json) VALUES(?, ?, ?, ?, ?)')
    .run(jobId, number, PART_STATES.indexOf(state), reservedNanoYuan, JSON.stringify(plan));
  return true;
}

/** Holds the waiting items of the part among the `count` numbers starting at `from`. */
export function holdItems(database: Database, part: Part, from: number, count: number): void {
  database
    .statement(
      `UPDATE batch_item SET state = ${stateNumber('running')}, runner = NULL, question = ? || number, tries = tries + 1
       WHERE job = ? AND number BETWEEN ? AND ? AND state = ${stateNumber('waiting')}`,
    )
    .run(questionPrefix(part), part.jobId, from, Math.min(part.plan.last, from + count - 1));
}

/** Counts the items held for the part. */
export function countHeldItems(database: Database, part: Part): number {
  const { jobId, plan } = part;
  const row = database
    .statement(`SELECT count(*) AS n FROM batch_item WHERE ${HELD}`)
    .get(jobId, plan.first, plan.last, questionPrefix(part));
  return Number(row?.['n']);
}

/** Moves a part to a state, unless its state has changed since it was read; returns whether it did. */
export function movePart(database: Database, part: Part, state: PartState, change: Partial<PartPlan>): boolean {
  const { changes } = database
    .statement('UPDATE batch_part SET state = ?, json = ? WHERE job = ? AND part = ? AND state = ?')
    .run(
      PART_STATES.indexOf(state),
      JSON.stringify({ ...part.plan, ...change }),
      part.jobId,
      part.number,
      PART_STATES.indexOf(part.state),
    );
  return changes > 0;
}

/** Reduces the reservation by an amount that was booked or is no longer needed. */
export function releaseReserved(database: Database, { jobId, number }: Part, amount: NanoYuan | 'all'): void {
  database
    .statement('UPDATE batch_part SET reserved_nano = max(0, reserved_nano - ?) WHERE job = ? AND part = ?')
    .run(amount === 'all' ? Number.MAX_SAFE_INTEGER : amount, jobId, number);
}

/** Reads an item by its `custom_id`, if it is still held for the part. */
export function readHeldItem(database: Database, part: Part, customId: string): Item | undefined {
  const row = database.statement('SELECT * FROM batch_item WHERE job = ? AND custom_id = ?').get(part.jobId, customId);
  const item = row && itemOf(row);
  const isHeld = item?.state === 'running' && item.questionId === questionOf(part, item.number);
  return isHeld ? item : undefined;
}

const HELD = `job = ? AND state = ${stateNumber('running')} AND number BETWEEN ? AND ? AND question = ? || number`;

/** Reads some of the items still held for the part. */
export function readHeldItems(database: Database, part: Part, limit: number): Item[] {
  const { jobId, plan } = part;
  return database
    .statement(`SELECT * FROM batch_item WHERE ${HELD} ORDER BY number LIMIT ?`)
    .all(jobId, plan.first, plan.last, questionPrefix(part), limit)
    .map(itemOf);
}

/**
 * Gives back some of the items still held for the part, which have no result: they wait, or are cancelled with their
 * job. The try does not count. Returns false if there are none.
 */
export function giveBackItems(database: Database, part: Part, limit: number): boolean {
  const items = readHeldItems(database, part, limit);
  for (const { number } of items) {
    returnItem(database, { jobId: part.jobId, number, questionId: questionOf(part, number) }, false);
  }
  return items.length > 0;
}

function questionPrefix(part: Part): string {
  return questionOf(part, 0).slice(0, -1);
}

function partOf(row: Record<string, SQLOutputValue>): Part {
  return {
    jobId: String(row['job']),
    number: Number(row['part']),
    state: PART_STATES[Number(row['state'])] ?? 'gone',
    reservedNanoYuan: Number(row['reserved_nano']),
    // Only ever written from this type.
    plan: JSON.parse(String(row['json'])) as PartPlan,
  };
}
