import * as vscode from 'vscode';
import { isChinese } from '../language.ts';
import { dateOf } from './calendarDays.ts';

/** `Nov 22`, for the axis of a chart. */
export function shortDay(day: number): string {
  return format({ month: 'short', day: 'numeric', timeZone: 'UTC' }).format(dateOf(day));
}

/** `Sun, Nov 22, 2026`, for tables and sentences. */
export function longDay(day: number): string {
  return format({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    dateOf(day),
  );
}

/** `Nov 1 – 26, 2026`, or one day. */
export function daysText(firstDay: number, lastDay: number): string {
  const dates = format({ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  if (!isChinese()) return dates.formatRange(dateOf(firstDay), dateOf(lastDay));
  return firstDay === lastDay
    ? dates.format(dateOf(firstDay))
    : `${dates.format(dateOf(firstDay))}至${dates.format(dateOf(lastDay))}`;
}

/** `11/22, 14:05`, for a moment of the last days. */
export function momentText(ms: number, timeZone: string | undefined): string {
  return format({
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(ms);
}

/** `14:00`, or `14:00:30` with seconds. */
export function hourText(ms: number, timeZone: string | undefined, withSeconds = false): string {
  const second = withSeconds ? ({ second: '2-digit' } as const) : {};
  return format({ hour: '2-digit', minute: '2-digit', ...second, hourCycle: 'h23', timeZone }).format(ms);
}

/** Slow to make, and needed for every row of a table. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** In the language of our texts, which is English wherever it is not Chinese. */
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = isChinese() ? 'zh-CN' : englishOf(vscode.env.language);
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

function englishOf(language: string): string {
  return /^en-[a-z]{2}$/i.test(language) ? language : 'en-US';
}
