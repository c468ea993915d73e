import type { Statements } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import { DAILY_KIND } from '../ledgerFormat.ts';
import type { LocalCalendar } from '../localCalendar.ts';
import { addDays, countDays, daysBetween, lastOfMonth, weekdayOf } from './calendarDays.ts';
import { readFirstDay } from './firstDay.ts';
import type { AmountRange, UsageReport } from './usageReport.ts';

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 24 * 60;

/** So far back spending tells something of what is to come. */
const PAST_DAYS = 8 * 7;

/** Fewer days are no pattern. */
const LEAST_DAYS = 3;

/** From here on each day of the week has been seen twice. */
const WEEKDAY_DAYS = 2 * 7;

/** Eight of ten values of a normal distribution lie within so many deviations. */
const DEVIATIONS = 1.28;

/** Spent so far in the person's month, and what it will probably have cost at its end. Costs microseconds. */
export function readMonth(database: Statements, calendar: LocalCalendar, nowMs: number): UsageReport['month'] {
  const { day: today, utcOffsetMinutes } = calendar.dayAt(nowMs);
  const firstOfMonth = today - (today % 100) + 1;
  const firstPast = addDays(today, -PAST_DAYS);
  const rows = database
    .statement(
      `SELECT local_day, amount_nano FROM daily WHERE local_day BETWEEN ? AND ? AND kind = ${DAILY_KIND.total}`,
    )
    .all(firstPast, today);
  const amounts = new Map(rows.map(row => [Number(row['local_day']), Number(row['amount_nano'])]));
  const amountOf = (day: number): NanoYuan => amounts.get(day) ?? 0;
  const spent = daysBetween(firstOfMonth, today).reduce((sum, day) => sum + amountOf(day), 0);
  const firstKnown = Math.max(readFirstDay(database) ?? today, firstPast);
  const past = daysBetween(firstKnown, addDays(today, -1)).map(day => ({ day, amount: amountOf(day) }));
  const elapsedShare = ((nowMs / MS_PER_MINUTE + utcOffsetMinutes) / MINUTES_PER_DAY) % 1;
  return { amountNanoYuan: spent, forecast: forecast(spent, past, today, 1 - elapsedShare) };
}

/**
 * Each day to come is expected to cost the mean of the past days, of the same days of the week where two weeks are known;
 * of today what is left of it. The days scatter around that by their standard deviation σ, and so the sum of n days by
 * σ·√n: eight of ten months end within 1.28 of it, if the days are independent and go on as they did.
 *
 * @param past whole days in a row, up to yesterday, also those on which nothing was spent.
 * @param todayLeft share of today that is to come.
 */
function forecast(
  spent: NanoYuan,
  past: readonly { readonly day: number; readonly amount: NanoYuan }[],
  today: number,
  todayLeft: number,
): AmountRange | undefined {
  if (past.length < LEAST_DAYS) return undefined;
  const byWeekday = past.length >= WEEKDAY_DAYS;
  const expected = (day: number): number =>
    mean(past.filter(other => !byWeekday || weekdayOf(other.day) === weekdayOf(day)).map(({ amount }) => amount));
  const squares = past.reduce((sum, { day, amount }) => sum + (amount - expected(day)) ** 2, 0);
  const deviation = Math.sqrt(squares / (past.length - (byWeekday ? 7 : 1)));

  const toCome = daysBetween(addDays(today, 1), lastOfMonth(today)).reduce((sum, day) => sum + expected(day), 0);
  const likely = spent + expected(today) * todayLeft + toCome;
  const spread = DEVIATIONS * deviation * Math.sqrt(countDays(today, lastOfMonth(today)) - 1 + todayLeft);
  return {
    low: Math.max(spent, Math.round(likely - spread)),
    likely: Math.round(likely),
    high: Math.round(likely + spread),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
