import type { Database } from '../../database/database.ts';
import { ITEM_STATES, type Item, type ItemState } from '../item.ts';
import { itemOf, stateNumber } from './itemRows.ts';

/** Which items of a job are read: in their order, those after the number `after`. */
export interface ItemQuery {
  readonly states?: readonly ItemState[];
  readonly after?: number;
  readonly limit: number;
  /** Answers come empty, for lists: read whole, hundreds of them take longer than an extension host may be held up. */
  readonly isBrief?: true;
}

const BRIEF = `number, state, tries, question, amount_nano, ended_at_ms, ended, review, byte_offset, byte_length, input_hash,
  custom_id, source, iif(state = ${stateNumber('done')},
  json_set(outcome, '$.answer', json('{"text":"","reasoning":"","toolCalls":[]}')), outcome) AS outcome`;

/** Those items of a job, in their order. */
export function readItems(database: Database, jobId: string, { states, after = 0, limit, isBrief }: ItemQuery): Item[] {
  if (states?.length === 0) return [];
  // One index has each state in order: several of them at once would have to be sorted, all that there are.
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

/** The item of that number, if there is one. */
export function readItem(database: Database, jobId: string, number: number): Item | undefined {
  const row = database.statement('SELECT * FROM batch_item WHERE job = ? AND number = ?').get(jobId, number);
  return row && itemOf(row);
}

const ENDED = [ITEM_STATES.indexOf('done'), ITEM_STATES.indexOf('failed')].join();

/** What ended after the item with the mark `after` (`Item.ended`), in that order. */
export function readEnded(database: Database, jobId: string, after: number, limit: number): Item[] {
  return database
    .statement(`SELECT * FROM batch_item WHERE job = ? AND ended > ? AND state IN (${ENDED}) ORDER BY ended LIMIT ?`)
    .all(jobId, after, limit)
    .map(itemOf);
}

/** An item that ended, and the question that its outcome is the answer of. */
export interface EndedQuestion {
  readonly number: number;
  readonly questionId: string;
  /** See `Item.ended`. */
  readonly ended: number;
}

/** Those of the next items after the number `after`, in their order, without what they came to. */
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
