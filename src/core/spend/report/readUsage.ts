import type { Statements } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import { entryOf, SELECT_ENTRIES, type LedgerEntry } from '../attemptRows.ts';
import { readCacheUse, type CacheUse } from '../questionRows.ts';
import { DAILY_KIND, NAME_KIND, NO_WINDOW, OUTCOMES, SOURCES, STATE } from '../ledgerFormat.ts';
import { LocalCalendar } from '../localCalendar.ts';
import { attemptsOf, type AttemptCondition } from './attemptFilter.ts';
import { readBreakdown } from './breakdown.ts';
import { addDays, daysBetween } from './calendarDays.ts';
import { readFirstDay } from './firstDay.ts';
import { readHourForecast } from './hourForecast.ts';
import { readMonth } from './monthForecast.ts';
import { namesOf, readNames } from './names.ts';
import { readLatency } from './percentiles.ts';
import type { SumsByKey } from './sums.ts';
import { DIMENSIONS, type Dimension, type UsageQuery, type UsageReport, type UsageSums } from './usageReport.ts';

const MS_PER_HOUR = 60 * 60 * 1000;
const MAX_RECENT = 100;

/** Only the newest estimates are judged: older ones were made with less experience. */
const MAX_ESTIMATES = 2_000;

/**
 * Builds the report. Takes a few milliseconds without a filter, and scans all attempts of the range with one, so run it
 * in a worker. Call within a transaction, so that all numbers are consistent.
 */
export function readUsage(database: Statements, asked: UsageQuery): UsageReport {
  const firstKnownDay = readFirstDay(database);
  const query = { ...asked, firstDay: asked.firstDay === 0 ? (firstKnownDay ?? asked.lastDay) : asked.firstDay };
  const { firstDay, lastDay, filter, nowMs } = query;
  const calendar = new LocalCalendar(query.timeZone);
  const now = calendar.dayAt(nowMs);
  const names = readNames(database);
  const nameOf = (id: number): string => names.get(id)?.text ?? '';
  const breakdown = readBreakdown(database, firstDay, lastDay, filter);
  const condition = attemptsOf(firstDay, lastDay, filter);
  const cache = readCacheUse(database, firstDay, lastDay);
  return {
    query,
    totals: breakdown.days.total(),
    days: daysBetween(firstDay, lastDay).map(day => ({ day, sums: breakdown.days.of(day) })),
    by: byDimension(dimension => dearestFirst(breakdown.by[dimension], nameOf)),
    dayModels: breakdown.dayModels
      .map(({ day, model, amountNanoYuan }) => ({ day, model: nameOf(model), amountNanoYuan }))
      .sort((a, b) => a.day - b.day || b.amountNanoYuan - a.amountNanoYuan),
    names: byDimension(dimension => namesOf(names, NAME_KIND[dimension])),
    cache,
    questions: readQuestions(database, firstDay, lastDay, cache),
    failures: [...breakdown.failures]
      .map(([id, requests]) => ({ kind: nameOf(id), requests }))
      .filter(({ requests }) => requests > 0)
      .sort((a, b) => b.requests - a.requests || compare(a.kind, b.kind)),
    latency: readLatency(database, firstDay, lastDay, filter),
    lastHourNanoYuan: readLastHour(database, query, addDays(now.day, -1)),
    month: readMonth(database, calendar, nowMs),
    hours: readHourForecast(database, calendar, nowMs, filter),
    estimateError: readEstimateError(database, condition),
    recent: readRecent(database, condition),
  };
}

function byDimension<T>(of: (dimension: Dimension) => T): Record<Dimension, T> {
  return Object.fromEntries(DIMENSIONS.map(dimension => [dimension, of(dimension)])) as Record<Dimension, T>;
}

function dearestFirst(sums: SumsByKey, nameOf: (id: number) => string): { name: string; sums: UsageSums }[] {
  return sums
    .entries()
    .map(([id, of]) => ({ name: nameOf(id), sums: of }))
    .filter(({ sums: { requests, amountNanoYuan } }) => requests > 0 || amountNanoYuan !== 0)
    .sort(
      (a, b) =>
        b.sums.amountNanoYuan - a.sums.amountNanoYuan || b.sums.requests - a.sums.requests || compare(a.name, b.name),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function readQuestions(
  database: Statements,
  firstDay: number,
  lastDay: number,
  cache: CacheUse,
): UsageReport['questions'] {
  const rows = database
    .statement(
      `SELECT value, sum(attempts) AS n FROM daily WHERE local_day BETWEEN ? AND ? AND kind = ${DAILY_KIND.question}
       GROUP BY value`,
    )
    .all(firstDay, lastDay);
  const ended = (outcome: (typeof OUTCOMES)[number]): number =>
    Number(rows.find(({ value }) => value === OUTCOMES.indexOf(outcome))?.['n'] ?? 0);
  const answered = Object.values(cache).reduce((sum, { questions }) => sum + questions, 0);
  return { answered, failed: ended('failed'), cancelled: ended('cancelled') };
}

/**
 * @param yesterday in the current zone. Tomorrow is searched as well: after travelling west, recent attempts may be
 * dated one day ahead.
 */
function readLastHour(database: Statements, { nowMs, filter }: UsageQuery, yesterday: number): NanoYuan {
  const { sql, values } = attemptsOf(yesterday, addDays(yesterday, 2), filter);
  const row = database
    .statement(
      `SELECT coalesce(sum(amount_nano), 0) AS amount FROM attempt
       WHERE ${sql} AND state <> ${STATE.open} AND window <> ${NO_WINDOW} AND sent_at_ms > ? AND sent_at_ms <= ?`,
    )
    .get(...values, nowMs - MS_PER_HOUR, nowMs);
  return Number(row?.['amount']);
}

function readEstimateError(database: Statements, { sql, values }: AttemptCondition): number | undefined {
  const row = database
    .statement(
      `SELECT sum(abs(estimated_input - input_tokens)) AS off, sum(input_tokens) AS counted FROM (
         SELECT estimated_input, input_tokens FROM attempt
         WHERE ${sql} AND state = ${STATE.settled} AND source = ${SOURCES.indexOf('usage')} AND estimated_input IS NOT NULL
         ORDER BY local_day DESC, id DESC LIMIT ${MAX_ESTIMATES})`,
    )
    .get(...values);
  const counted = Number(row?.['counted'] ?? 0);
  return counted === 0 ? undefined : Number(row?.['off']) / counted;
}

function readRecent(database: Statements, { sql, values }: AttemptCondition): LedgerEntry[] {
  // In the order of the index on days, so that nothing has to be sorted.
  return database
    .statement(`${SELECT_ENTRIES} WHERE ${sql} ORDER BY attempt.local_day DESC, attempt.id DESC LIMIT ${MAX_RECENT}`)
    .all(...values)
    .map(entryOf);
}
