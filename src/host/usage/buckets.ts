import * as vscode from 'vscode';
import type { UsageReport, UsageSums } from '../../core/spend/report/usageReport.ts';
import { addDays, dateOf } from './calendarDays.ts';
import { longDay, shortDay } from './dateText.ts';
import { sumOf } from './figures.ts';

/** A chart of more days than these is drawn by weeks: a bar would be too thin, and its table too long. */
const MOST_DAYS = 92;

/** Days that share a bar. */
export interface Bucket {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly label: string;
  /** For a table. */
  readonly name: string;
}

/** Whether a chart of these days is drawn by weeks. */
export function isByWeek({ days }: Pick<UsageReport, 'days'>): boolean {
  return days.length > MOST_DAYS;
}

/** The bars of a chart, in order: a day each, or a week each, which begins on Monday and may be cut at both ends. */
export function bucketsOf(report: Pick<UsageReport, 'days'>): readonly Bucket[] {
  const days = report.days.map(({ day }) => day);
  if (!isByWeek(report)) {
    return days.map(day => ({ firstDay: day, lastDay: day, label: shortDay(day), name: longDay(day) }));
  }
  const weeks = new Map<number, number[]>();
  for (const day of days) {
    const monday = addDays(day, -((dateOf(day).getUTCDay() + 6) % 7));
    const week = weeks.get(monday);
    if (week === undefined) weeks.set(monday, [day]);
    else week.push(day);
  }
  return [...weeks.values()].map(week => {
    const [firstDay = 0, lastDay = 0] = [week[0], week.at(-1)];
    const name = vscode.l10n.t('Week of {date}', { date: longDay(firstDay) });
    return { firstDay, lastDay, label: shortDay(firstDay), name };
  });
}

/** Tells the place of a day's bar; `undefined` for a day of another time. */
export function placesOf(buckets: readonly Bucket[]): (day: number) => number | undefined {
  return day => {
    const place = buckets.findIndex(({ lastDay }) => day <= lastDay);
    return (buckets[place]?.firstDay ?? Infinity) <= day ? place : undefined;
  };
}

/** The sums of each bar. */
export function sumsOf({ days }: Pick<UsageReport, 'days'>, buckets: readonly Bucket[]): readonly UsageSums[] {
  const placeOf = placesOf(buckets);
  const parts: UsageSums[][] = buckets.map(() => []);
  for (const { day, sums } of days) parts[placeOf(day) ?? -1]?.push(sums);
  return parts.map(sumOf);
}
