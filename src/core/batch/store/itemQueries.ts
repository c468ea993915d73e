import type { Database } from '../../database/database.ts';
import { ITEM_STATES, type Item, type ItemState } from '../item.ts';
import { itemOf, stateNumber } from './itemRows.ts';

/** Selects items of a job, in order, with numbers above `after`. */
export interface ItemQuery {
  readonly states?: readonly ItemState[];
  readonly after?: number;
  readonly limit: number;
  /** Returns empty answers, for lists: reading hundreds of full answers would block the extension host. */
  readonly isBrief?: true;
}

const BRIEF = `number, state, tries, question, amount_nano, ended_at_ms, ended, review, byte_offset, byte_length, input_hash,
  custom_id, source, iif(state = ${stateNumber('done')},
  json_set(outcome, '$.answer', json('{"text":"","reasoning":"","toolCalls":[]}')), outcome) AS outcome`;

/** Reads the selected items of a job, in order. */
export function readItems(database: Database, jobId: string, { states, after = 0, limit, isBrief }: ItemQuery): Item[] {
  if (states?.length === 0) return [];
  // The index is ordered only within one state; a query for several states would sort all their rows.
  const parts = states?.map(state => {
    return `SELECT * FROM (SELECT id, number FROM batch_item WHERE job = ?1 AND state = ${stateNumber(state)} AND number > ?2
      ORDER BY number LIMIT ?3)`;
  });
  const columns = isBrief ? BRIEF : '*';
  const sql =
    parts === undefined
      ? `SELECT ${columns} FROM batch_item WHERE job = ?1 AND number > ?2 ORDER BY number LIMIT ?3`
      : `SELECT ${columns} FROM batch_item WHERE id IN (SELECT id FROM (${parts.join(' UNION ALL ')}) ORDER BY number LIMIT ?3)
         ORDER BY number`;
  return database.statement(sql).all(jobId, after, limit).map(itemOf);
}

/** Reads an item by its number. */
export function readItem(database: Database, jobId: string, number: number): Item | undefined {
  const row = database.statement('SELECT * FROM batch_item WHERE job = ? AND number = ?').get(jobId, number);
  return row && itemOf(row);
}

const ENDED = [ITEM_STATES.indexOf('done'), ITEM_STATES.indexOf('failed')].join();

/** Reads items that ended after the cursor `after` (`Item.ended`), in that order. */
export function readEnded(database: Database, jobId: string, after: number, limit: number): Item[] {
  return database
    .statement(`SELECT * FROM batch_item WHERE job = ? AND ended > ? AND state IN (${ENDED}) ORDER BY ended LIMIT ?`)
    .all(jobId, after, limit)
    .map(itemOf);
}

/** An ended item, and the question that its outcome answers. */
export interface EndedQuestion {
  readonly number: number;
  readonly questionId: string;
  /** See `Item.ended`. */
  readonly ended: number;
}

/** Reads the ended items numbered above `after`, in order, without their outcomes. */
export function readEndedQuestions(database: Database, jobId: string, after: number, limit: number): EndedQuestion[] {
  return database
    .statement(
      `SELECT number, question, ended FROM batch_item WHERE job = ? AND number > ? AND state IN (${ENDED})
       ORDER BY number LIMIT ?`,
    )
    .all(jobId, after, limit)
    .map(({ number, question, ended }) => {
      return { number: Number(number), questionId: String(question), ended: Number(ended) };
    });
}
