import * as vscode from 'vscode';
import type { UsageReport, UsageSums } from '../../core/spend/report/usageReport.ts';
import { addDays, dateOf } from './calendarDays.ts';
import { longDay, shortDay } from './dateText.ts';
import { sumOf } from './figures.ts';

/** Charts of more days are drawn by week, because the bars would be too thin and the table too long. */
const MOST_DAYS = 92;

/** A bar of a chart, and the days it covers. */
export interface Bucket {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly label: string;
  /** Label in the table. */
  readonly name: string;
}

/** Whether a chart of these days is drawn by week. */
export function isByWeek({ days }: Pick<UsageReport, 'days'>): boolean {
  return days.length > MOST_DAYS;
}

/** Returns the bars in order, one per day or per week. Weeks start on Monday; the first and last may be partial. */
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

/** Returns a function from a day to the index of its bar; `undefined` for a day outside the range. */
export function placesOf(buckets: readonly Bucket[]): (day: number) => number | undefined {
  return day => {
    const place = buckets.findIndex(({ lastDay }) => day <= lastDay);
    return (buckets[place]?.firstDay ?? Infinity) <= day ? place : undefined;
  };
}

/** Returns the sums of each bar. */
export function sumsOf({ days }: Pick<UsageReport, 'days'>, buckets: readonly Bucket[]): readonly UsageSums[] {
  const placeOf = placesOf(buckets);
  const parts: UsageSums[][] = buckets.map(() => []);
  for (const { day, sums } of days) parts[placeOf(day) ?? -1]?.push(sums);
  return parts.map(sumOf);
}
