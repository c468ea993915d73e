import type { Database } from '../database/database.ts';
import { type NanoYuan, nanoYuanOf } from '../money.ts';
import { NAME_KIND, NO_WINDOW } from './ledgerFormat.ts';

/** Money that goes unusually fast. */
export interface UnusualSpend {
  readonly amountNanoYuan: NanoYuan;
  /** It went within so many minutes. */
  readonly minutes: number;
  /** How many times the usual that is; `undefined` as long as nothing is known to be usual. */
  readonly times: number | undefined;
  /** Who spent most of it. */
  readonly consumer: string;
}

const WINDOW_MINUTES = 10;
const WINDOW_MS = WINDOW_MINUTES * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** Attempts stand in the order in which they were sent, but for those that could not be written at once. */
const LATE_MS = 60 * 60_000;

/** Less is nobody's surprise, however fast it went. */
const LEAST_NANO = nanoYuanOf(0.5);

/** So many times the mean of the stretches in which anything was spent. */
const LEAST_TIMES = 5;

/** What is usual is learned from so many days, and not from fewer stretches than that. */
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
 * Whether the last ten minutes cost unusually much: half a yuan at least, and five times what such a stretch costs when
 * anything is asked at all. Corrections went at no time. A few milliseconds where it looks like it, far less otherwise.
 *
 * @param dayAt tells the person's day, as 20261122, at a wall time.
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

/** An attempt sent before then, near to those that were not: a day may have many, and this looks every few seconds. */
function lastBefore(database: Database, ms: number): number {
  const newest = Number(database.statement('SELECT max(id) AS id FROM attempt').get()?.['id'] ?? 0);
  const at = database.statement('SELECT id, sent_at_ms FROM attempt WHERE id <= ? ORDER BY id DESC LIMIT 1');
  for (let step = 256; step < newest; step *= 2) {
    const row = at.get(newest - step);
    if (row !== undefined && Number(row['sent_at_ms']) < ms) return Number(row['id']);
  }
  return 0;
}
