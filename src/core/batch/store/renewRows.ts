import type { Database } from '../../database/database.ts';
import type { NewItem } from '../item.ts';
import { stateNumber } from './itemRows.ts';

/** An item waits with what it asks from now on; what it came to before is forgotten. To be called in a transaction. */
export function renewItem(database: Database, jobId: string, number: number, item: NewItem): void {
  database
    .statement(
      `UPDATE batch_item SET state = ${stateNumber('waiting')}, tries = 0, runner = NULL, outcome = NULL,
         amount_nano = NULL, ended_at_ms = NULL, ended = NULL, review = NULL, byte_offset = ?, byte_length = ?, input_hash = ?
       WHERE job = ? AND number = ?`,
    )
    .run(item.byteOffset, item.byteLength, item.inputHash, jobId, number);
}

/** An item is no part of its job any more. Its bookings stay. Likewise. */
export function removeItem(database: Database, jobId: string, number: number): void {
  database.statement('DELETE FROM batch_item WHERE job = ? AND number = ?').run(jobId, number);
}
