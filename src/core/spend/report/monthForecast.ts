import type { Statements } from '../../database/database.ts';
import type { NanoYuan } from '../../money.ts';
import { DAILY_KIND } from '../ledgerFormat.ts';
import type { LocalCalendar } from '../localCalendar.ts';
import { addDays, countDays, daysBetween, lastOfMonth, weekdayOf } from './calendarDays.ts';
import { readFirstDay } from './firstDay.ts';
import type { AmountRange, UsageReport } from './usageReport.ts';

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 24 * 60;

/** Older spending says nothing about the future. */
const PAST_DAYS = 8 * 7;

/** Fewer days show no pattern. */
const LEAST_DAYS = 3;

/** From here on, every weekday has occurred twice. */
const WEEKDAY_DAYS = 2 * 7;

/** 80 % of the values of a normal distribution lie within this many standard deviations. */
const DEVIATIONS = 1.28;

/** Returns the spending of the user's current month and its forecast. Takes microseconds. */
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
 * Expects each remaining day to cost the mean of past days, or of the same weekdays once two weeks are known, and the
 * rest of today its share of that. Days scatter with standard deviation σ, the sum of n days with σ·√n: 80 % of months
 * end within 1.28 of that, if days are independent and spending does not change.
 *
 * @param past consecutive whole days up to yesterday, including those without spending.
 * @param todayLeft remaining share of today.
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
