import type { Booking } from '../booking.ts';
import type { SettledAnswer } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { insertAttempt, updateAttempt, type NewAttempt } from './attemptRows.ts';
import { rebook } from './dailyRows.ts';
import { STATE } from './ledgerFormat.ts';
import type { LocalDay } from './localCalendar.ts';
import { writeResult } from './writeResult.ts';

/** An attempt of this window, from its admission until its outcome is in the file. */
export interface AttemptRecord {
  /** Never changes. The row's id if the row was written at admission, else negative. */
  readonly id: number;
  /** The current row; `undefined` while there is none. Changes when another file is opened. */
  rowId: number | undefined;
  readonly attempt: NewAttempt;
  readonly sentAtMs: number;
  readonly localDay: LocalDay;
  /** Returns the estimated output received so far. */
  readonly outputTokens: () => number;
  /** The outcome; missing while the attempt is open. */
  ended?: { readonly booking: Booking; readonly requestId: string | undefined; readonly answer?: SettledAnswer };
}

/**
 * Writes everything known of the attempt, whatever the file holds now, and returns the row's id. Call within a
 * transaction; the id is valid once that is committed.
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

/** In another file, or after a rollback, the id may belong to another attempt. */
function isRowOf(database: Database, rowId: number, { attempt: { request }, sentAtMs }: AttemptRecord): boolean {
  const row = database.statement('SELECT question, number, sent_at_ms FROM attempt WHERE id = ?').get(rowId);
  return (
    row?.['question'] === request.questionId && row['number'] === request.attempt && row['sent_at_ms'] === sentAtMs
  );
}

const REOPEN = `
  UPDATE attempt SET state = ${STATE.open}, window = ?, amount_nano = NULL, cached_tokens = NULL, output_tokens = NULL,
    reasoning_tokens = NULL, outcome = NULL, failure = NULL WHERE id = ?`;

/**
 * Reopens a row that was salvaged from a damaged file: it was booked as lost, because salvage cannot know that its
 * window lives.
 */
function reopen(database: Database, windowId: number, rowId: number): void {
  const update = database.statement(REOPEN);
  rebook(database, rowId, () => update.run(windowId, rowId));
}
