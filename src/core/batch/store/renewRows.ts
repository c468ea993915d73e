import type { Database } from '../../database/database.ts';
import type { NewItem } from '../item.ts';
import { stateNumber } from './itemRows.ts';

/** Replaces the request of an item, clears its outcome, and makes it wait. Call in a transaction. */
export function renewItem(database: Database, jobId: string, number: number, item: NewItem): void {
  database
    .statement(
      `UPDATE batch_item SET state = ${stateNumber('waiting')}, tries = 0, runner = NULL, outcome = NULL,
         amount_nano = NULL, ended_at_ms = NULL, ended = NULL, review = NULL, byte_offset = ?, byte_length = ?, input_hash = ?
       WHERE job = ? AND number = ?`,
    )
    .run(item.byteOffset, item.byteLength, item.inputHash, jobId, number);
}

/** Deletes an item from its job. Its bookings stay. Call in a transaction. */
export function removeItem(database: Database, jobId: string, number: number): void {
  database.statement('DELETE FROM batch_item WHERE job = ? AND number = ?').run(jobId, number);
}
