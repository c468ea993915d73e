import { billDayOf } from '../localCalendar.ts';

/** A day of Baidu's bill as 20261122, or a month as 202611 if the bill is no more precise. Both in Asia/Shanghai. */
export type BillPeriod = number;

/** The clock for times without a zone. */
export type BillClock = 'utc' | 'shanghai';

const DAY_MS = 24 * 60 * 60 * 1000;
const SHANGHAI_MS = 8 * 60 * 60 * 1000;

const YEAR_MONTH = /(20\d\d)\s*[-/.年]?\s*(0?[1-9]|1[0-2])(?![\d])\s*月?/;
const YEAR_MONTH_DAY = new RegExp(
  [
    String.raw`(20\d\d)\s*[-/.年]?\s*(0[1-9]|1[0-2]|[1-9](?!\d))\s*[-/.月]?\s*(0[1-9]|[12]\d|3[01]|[1-9](?!\d))日?`,
    String.raw`(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?`,
  ].join(''),
  'g',
);

/** Returns true for a month without days. */
export function isMonth(period: BillPeriod): boolean {
  return period < 1_000_000;
}

/** Returns the month of a period. */
export function monthOf(period: BillPeriod): BillPeriod {
  return isMonth(period) ? period : Math.floor(period / 100);
}

/** Returns the first and last day that a period covers. */
export function daysOf(period: BillPeriod): { readonly first: number; readonly last: number } {
  if (!isMonth(period)) return { first: period, last: period };
  const last = new Date(Date.UTC(Math.floor(period / 100), period % 100, 0)).getUTCDate();
  return { first: period * 100 + 1, last: period * 100 + last };
}

/** Returns the day `days` days later, or earlier if negative. */
export function shiftDay(day: number, days: number): number {
  const ms = Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) + days * DAY_MS;
  return billDayOf(ms - SHANGHAI_MS);
}

/**
 * Parses the time of use as bills write it: a day, a time, a month, or a range of times. A range within one day gives
 * that day, a longer one its first month. Returns `undefined` for other text.
 */
export function readBillPeriod(text: string, clock: BillClock): BillPeriod | undefined {
  const plain = text.normalize('NFKC').trim();
  const matches = [...plain.matchAll(YEAR_MONTH_DAY)];
  if (matches.length === 0) return monthIn(plain);
  const [from, to] = matches.map(match => timeOf(match, clock)).filter(time => time !== undefined);
  if (from === undefined) return undefined;
  if (to === undefined) return from.day;
  // A range of times often ends at the start of the next day.
  const lastDay = to.hasTime && to.ms > from.ms ? billDayOf(to.ms - 1) : to.day;
  return lastDay === from.day ? from.day : Math.floor(from.day / 100);
}

function monthIn(text: string): BillPeriod | undefined {
  const [, year, month] = YEAR_MONTH.exec(text) ?? [];
  return year === undefined || month === undefined ? undefined : Number(year) * 100 + Number(month);
}

interface BillTime {
  readonly ms: number;
  readonly day: number;
  readonly hasTime: boolean;
}

function timeOf(match: RegExpMatchArray, clock: BillClock): BillTime | undefined {
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', zone] = match;
  const midnightMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(midnightMs).getUTCDate() !== Number(day)) return undefined;
  // A day without a time is a day of the bill, whatever the clock.
  if (hour === undefined) {
    return { ms: midnightMs - SHANGHAI_MS, day: billDayOf(midnightMs - SHANGHAI_MS), hasTime: false };
  }
  const ms = midnightMs + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const utcMs = ms - offsetMs(zone, clock);
  return { ms: utcMs, day: billDayOf(utcMs), hasTime: true };
}

function offsetMs(zone: string | undefined, clock: BillClock): number {
  if (zone === undefined) return clock === 'utc' ? 0 : SHANGHAI_MS;
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
