import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { idOfName } from './attemptRows.ts';
import { rebook } from './dailyRows.ts';
import { NAME_KIND, NO_WINDOW, OUTCOMES, SOURCES, STATE } from './ledgerFormat.ts';
import { billDayOf, type LocalDay } from './localCalendar.ts';
import { readSpend } from './spendRows.ts';

/** `feature` of rows that are not attempts but correct a day's total. */
export const CORRECTION = 'correction';

/**
 * Stored as `consumer`: a correction by the user, or one that preserves a total from a damaged file whose attempts
 * could not all be read.
 */
export const CORRECTORS = ['person', 'salvage'] as const;
type Corrector = (typeof CORRECTORS)[number];

const INSERT = `
  INSERT INTO attempt(question, number, window, account, endpoint, model, workspace, feature, consumer, cause, state,
    sent_at_ms, utc_offset_min, local_day, bill_day, reserved_nano, source)
  VALUES('', 0, ${NO_WINDOW}, ?, ?, ?, ?, ?, ?, 0, ${STATE.open}, ?, ?, ?, ?, 0, ${SOURCES.indexOf('usage')}) RETURNING id`;

// Counts as neither answered nor failed.
const BOOK = `
  UPDATE attempt SET state = ${STATE.settled}, amount_nano = ?, input_tokens = 0, cached_tokens = 0, output_tokens = 0,
    reasoning_tokens = 0, source = ?, outcome = ${OUTCOMES.indexOf('cancelled')} WHERE id = ?`;

/**
 * Books the difference that brings a day's total to `totalNanoYuan`, if there is one. Call within a transaction.
 *
 * @param isEstimate whether part of the total is an estimate.
 */
export function correctDay(
  database: Database,
  corrector: Corrector,
  totalNanoYuan: NanoYuan,
  nowMs: number,
  { day, utcOffsetMinutes }: LocalDay,
  isEstimate: boolean,
): void {
  const difference = totalNanoYuan - readSpend(database, day, day).amountNanoYuan;
  if (difference === 0) return;
  const name = (kind: keyof typeof NAME_KIND, text = ''): number => idOfName(database, NAME_KIND[kind], text);
  const row = database
    .statement(INSERT)
    .get(
      name('account'),
      name('endpoint'),
      name('model'),
      name('workspace'),
      name('feature', CORRECTION),
      name('consumer', corrector),
      nowMs,
      utcOffsetMinutes,
      day,
      billDayOf(nowMs),
    );
  const id = Number(row?.['id']);
  const source = SOURCES.indexOf(isEstimate ? 'estimate' : 'usage');
  rebook(database, id, () => database.statement(BOOK).run(difference, source, id));
}
