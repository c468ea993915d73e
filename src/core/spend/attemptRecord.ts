import type { Booking, SettledAnswer } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { insertAttempt, updateAttempt, type NewAttempt } from './attemptRows.ts';
import { rebook } from './dailyRows.ts';
import { STATE } from './ledgerFormat.ts';
import type { LocalDay } from './localCalendar.ts';
import { writeResult } from './writeResult.ts';

/** An attempt of this window, from being let through until the file says what it came to. */
export interface AttemptRecord {
  /** Never changes. The row's id where it had a row from the beginning; negative where it could not be written then. */
  readonly id: number;
  /** Where its row is now; `undefined` while it has none. Another one in another file. */
  rowId: number | undefined;
  readonly attempt: NewAttempt;
  readonly sentAtMs: number;
  readonly localDay: LocalDay;
  /** The estimated output received so far. */
  readonly outputTokens: () => number;
  /** What it came to; missing while it is open. */
  ended?: { readonly booking: Booking; readonly requestId: string | undefined; readonly answer?: SettledAnswer };
}

/**
 * Makes the file say all that is known of the attempt, whatever it says now, and returns the row's id. To be called in a
 * transaction; the id holds when that is committed.
 */
export function writeRecord(database: Database, windowId: number, record: AttemptRecord, logger: Logger): number {
  const { rowId, attempt, sentAtMs, localDay, ended } = record;
  const isThere = rowId !== undefined && isRowOf(database, rowId, record);
  const id = isThere ? rowId : insertAttempt(database, windowId, attempt, sentAtMs, localDay);
  if (ended !== undefined) {
    updateAttempt(database, id, ended.booking, ended.requestId);
    const { onSettle } = attempt.request;
    const { booking, answer } = ended;
    if (onSettle === undefined || answer === undefined) return id;
    const write = (): void => onSettle(database, booking, answer);
    writeResult(database, write, error => {
      logger.error(`The result of attempt ${record.id} is not written: ${describeError(error)}`);
    });
  } else if (isThere) reopen(database, windowId, id);
  return id;
}

/** In another file, or after an undone transaction, an id may be another attempt's. */
function isRowOf(database: Database, rowId: number, { attempt: { request }, sentAtMs }: AttemptRecord): boolean {
  const row = database.statement('SELECT question, number, sent_at_ms FROM attempt WHERE id = ?').get(rowId);
  return (
    row?.['question'] === request.questionId && row['number'] === request.attempt && row['sent_at_ms'] === sentAtMs
  );
}

const REOPEN = `
  UPDATE attempt SET state = ${STATE.open}, window = ?, amount_nano = NULL, cached_tokens = NULL, output_tokens = NULL,
    reasoning_tokens = NULL, outcome = NULL WHERE id = ?`;

/** Whoever saved the row out of a damaged file could not know that its window lives. */
function reopen(database: Database, windowId: number, rowId: number): void {
  const update = database.statement(REOPEN);
  rebook(database, rowId, () => update.run(windowId, rowId));
}
