import type { Statements } from '../../database/database.ts';
import { NO_WINDOW, STATE } from '../ledgerFormat.ts';
import type { LocalCalendar } from '../localCalendar.ts';
import { attemptsOf } from './attemptFilter.ts';
import { addDays } from './calendarDays.ts';
import { readFirstDay } from './firstDay.ts';
import type { HourForecast, UsageFilter } from './usageReport.ts';

const HOURS = 24;
const WEEKS = 8;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;

/** Usage in one hour. */
interface HourUse {
  readonly requests: number;
  readonly tokens: number;
}

/**
 * Forecasts the next 24 hours from the same hours and weekdays of up to eight past weeks. The newest week weighs eight
 * times as much as the eighth. Hours are local; days with a change of daylight saving time have one more or less.
 * Returns an empty list with less than a week of attempts.
 */
export function readHourForecast(
  database: Statements,
  calendar: LocalCalendar,
  nowMs: number,
  filter: UsageFilter,
): HourForecast[] {
  const { day: today, utcOffsetMinutes } = calendar.dayAt(nowMs);
  const firstKnownDay = readFirstDay(database);
  if (firstKnownDay === undefined || firstKnownDay > addDays(today, -7)) return [];
  const offsetMs = utcOffsetMinutes * MS_PER_MINUTE;
  const firstMs = Math.floor((nowMs + offsetMs) / MS_PER_HOUR) * MS_PER_HOUR - offsetMs;
  const days = new Map<number, ReadonlyMap<number, HourUse>>();
  const useOf = (day: number, hour: number): HourUse => {
    const hours = days.get(day) ?? readHours(database, day, filter);
    days.set(day, hours);
    return hours.get(hour) ?? { requests: 0, tokens: 0 };
  };
  return Array.from({ length: HOURS }, (_, index) => {
    const startMs = firstMs + index * MS_PER_HOUR;
    const local = calendar.dayAt(startMs);
    const hour = Math.floor((startMs / MS_PER_MINUTE + local.utcOffsetMinutes) / 60) % 24;
    const past = Array.from({ length: WEEKS }, (__, week) => ({
      weight: WEEKS - week,
      day: addDays(local.day, -7 * (week + 1)),
    }))
      .filter(({ day }) => day >= firstKnownDay)
      .map(({ weight, day }) => ({ weight, use: useOf(day, hour) }));
    const weights = past.reduce((sum, { weight }) => sum + weight, 0);
    const mean = (of: keyof HourUse): number =>
      past.reduce((sum, { weight, use }) => sum + weight * use[of], 0) / weights;
    return { startMs, requests: mean('requests'), tokens: mean('tokens') };
  });
}

/** Sums a day's attempts by the local hour at which they were sent. */
function readHours(database: Statements, day: number, filter: UsageFilter): ReadonlyMap<number, HourUse> {
  const { sql, values } = attemptsOf(day, day, filter);
  const rows = database
    .statement(
      `SELECT (sent_at_ms / ${MS_PER_MINUTE} + utc_offset_min) / 60 % 24 AS hour, count(*) AS requests,
         coalesce(sum(input_tokens), 0) + coalesce(sum(output_tokens), 0) AS tokens
       FROM attempt WHERE ${sql} AND state <> ${STATE.open} AND window <> ${NO_WINDOW} GROUP BY hour`,
    )
    .all(...values);
  return new Map(
    rows.map(row => [Number(row['hour']), { requests: Number(row['requests']), tokens: Number(row['tokens']) }]),
  );
}
