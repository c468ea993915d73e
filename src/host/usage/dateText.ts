import * as vscode from 'vscode';
import { isChinese } from '../language.ts';
import { dateOf } from './calendarDays.ts';

/** Formats `Nov 22`, for the axis of a chart. */
export function shortDay(day: number): string {
  return format({ month: 'short', day: 'numeric', timeZone: 'UTC' }).format(dateOf(day));
}

/** Formats `Sun, Nov 22, 2026`, for tables and sentences. */
export function longDay(day: number): string {
  return format({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    dateOf(day),
  );
}

/** Formats `Nov 1 – 26, 2026`, or a single day. */
export function daysText(firstDay: number, lastDay: number): string {
  const dates = format({ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  if (!isChinese()) return dates.formatRange(dateOf(firstDay), dateOf(lastDay));
  return firstDay === lastDay
    ? dates.format(dateOf(firstDay))
    : `${dates.format(dateOf(firstDay))}至${dates.format(dateOf(lastDay))}`;
}

/** Formats a recent time with seconds, such as `Nov 22, 14:05:30`. */
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

/** Formats `14:00`, or `14:00:30` with seconds. */
export function hourText(ms: number, timeZone: string | undefined, withSeconds = false): string {
  const second = withSeconds ? ({ second: '2-digit' } as const) : {};
  return format({ hour: '2-digit', minute: '2-digit', ...second, hourCycle: 'h23', timeZone }).format(ms);
}

/** Cache of formatters: they are slow to create, and every table row needs one. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns a formatter for the language of our texts: Chinese, or else English. */
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
