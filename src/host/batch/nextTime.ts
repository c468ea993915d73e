import { LocalCalendar } from '../../core/spend/localCalendar.ts';

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 24 * 60;

/**
 * Returns the next time after `nowMs` at which a clock in the zone shows `minuteOfDay` (minutes after midnight), on a
 * full minute.
 */
export function nextTime(minuteOfDay: number, nowMs: number, timeZone: string | undefined): number {
  const calendar = new LocalCalendar(timeZone);
  const shown = (ms: number): number =>
    mod(Math.floor(ms / MS_PER_MINUTE) + calendar.dayAt(ms).utcOffsetMinutes, MINUTES_PER_DAY);
  const startMs = Math.floor(nowMs / MS_PER_MINUTE) * MS_PER_MINUTE;
  const waitMinutes = mod(minuteOfDay - shown(startMs) - 1, MINUTES_PER_DAY) + 1;
  const ms = startMs + waitMinutes * MS_PER_MINUTE;
  // A daylight-saving change in between shifts the result; correct for it.
  const offBy = mod(minuteOfDay - shown(ms) + MINUTES_PER_DAY / 2, MINUTES_PER_DAY) - MINUTES_PER_DAY / 2;
  return ms + offBy * MS_PER_MINUTE;
}

/** Returns whether two times are on the same day in a zone. */
export function isSameDay(ms: number, otherMs: number, timeZone: string | undefined): boolean {
  const calendar = new LocalCalendar(timeZone);
  return calendar.dayAt(ms).day === calendar.dayAt(otherMs).day;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
