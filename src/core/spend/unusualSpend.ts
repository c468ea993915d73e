import type { Database } from '../database/database.ts';
import { type NanoYuan, nanoYuanOf } from '../money.ts';
import { NAME_KIND, NO_WINDOW } from './ledgerFormat.ts';

/** Unusually fast spending. */
export interface UnusualSpend {
  readonly amountNanoYuan: NanoYuan;
  /** Length of the period in which it was spent. */
  readonly minutes: number;
  /** Multiple of the usual amount; `undefined` until the usual amount is known. */
  readonly times: number | undefined;
  /** The consumer with the largest share. */
  readonly consumer: string;
}

const WINDOW_MINUTES = 10;
const WINDOW_MS = WINDOW_MINUTES * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Row ids follow the time of sending, except for attempts that were written late; this bounds how late. */
const LATE_MS = 60 * 60_000;

/** Smaller amounts are never reported. */
const LEAST_NANO = nanoYuanOf(0.5);

/** Multiple of the mean over all periods with spending. */
const LEAST_TIMES = 5;

/** The usual amount is learned from this many days, if they have at least this many periods with spending. */
const DAYS = 28;
const LEAST_STRETCHES = 6;

const RECENT = `
  SELECT consumer.text AS consumer, sum(amount_nano) AS amount FROM attempt
    JOIN name AS consumer ON consumer.id = attempt.consumer AND consumer.kind = ${NAME_KIND.consumer}
  WHERE attempt.id > ?1 AND sent_at_ms > ?2 AND sent_at_ms <= ?3 AND amount_nano > 0 AND window <> ${NO_WINDOW}
  GROUP BY consumer.text ORDER BY amount DESC`;

const USUAL = `
  SELECT count(*) AS stretches, avg(amount) AS mean FROM (
    SELECT sum(amount_nano) AS amount FROM attempt
    WHERE local_day BETWEEN ?1 AND ?2 AND sent_at_ms <= ?3 AND amount_nano > 0 AND window <> ${NO_WINDOW}
    GROUP BY sent_at_ms / ${WINDOW_MS})`;

/**
 * Returns the spending of the last ten minutes if it is unusually high: at least half a yuan and, once the mean of such
 * periods with spending is known, five times that mean. Corrections are ignored, because they have no time. Takes a few
 * milliseconds for a suspect amount, far less otherwise.
 *
 * @param dayAt returns the user's day, as 20261122, at a wall time.
 */
export function unusualSpend(
  database: Database,
  nowMs: number,
  dayAt: (ms: number) => number,
): UnusualSpend | undefined {
  const sinceMs = nowMs - WINDOW_MS;
  const recent = database.statement(RECENT).all(lastBefore(database, sinceMs - LATE_MS), sinceMs, nowMs);
  const amount = recent.reduce((sum, row) => sum + Number(row['amount']), 0);
  const [first] = recent;
  if (first === undefined || amount < LEAST_NANO) return undefined;
  const usual = database.statement(USUAL).get(dayAt(nowMs - DAYS * DAY_MS), dayAt(nowMs), sinceMs);
  const isKnown = Number(usual?.['stretches']) >= LEAST_STRETCHES;
  const times = isKnown ? amount / Number(usual?.['mean']) : undefined;
  if (times !== undefined && times < LEAST_TIMES) return undefined;
  return { amountNanoYuan: amount, minutes: WINDOW_MINUTES, times, consumer: String(first['consumer']) };
}

/**
 * Finds an attempt sent before a time, close to those sent after it, without scanning: a day may have many attempts,
 * and this runs every few seconds.
 */
function lastBefore(database: Database, ms: number): number {
  const newest = Number(database.statement('SELECT max(id) AS id FROM attempt').get()?.['id'] ?? 0);
  const at = database.statement('SELECT id, sent_at_ms FROM attempt WHERE id <= ? ORDER BY id DESC LIMIT 1');
  for (let step = 256; step < newest; step *= 2) {
    const row = at.get(newest - step);
    if (row !== undefined && Number(row['sent_at_ms']) < ms) return Number(row['id']);
  }
  return 0;
}
