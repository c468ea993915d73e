import { LocalCalendar } from '../../core/spend/localCalendar.ts';

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 24 * 60;

/** The next moment at which a clock in a zone shows that time, as minutes after midnight. Later than now by a minute at least. */
export function nextTime(minuteOfDay: number, nowMs: number, timeZone: string | undefined): number {
  const calendar = new LocalCalendar(timeZone);
  const shown = (ms: number): number =>
    mod(Math.floor(ms / MS_PER_MINUTE) + calendar.dayAt(ms).utcOffsetMinutes, MINUTES_PER_DAY);
  const startMs = Math.floor(nowMs / MS_PER_MINUTE) * MS_PER_MINUTE;
  const waitMinutes = mod(minuteOfDay - shown(startMs) - 1, MINUTES_PER_DAY) + 1;
  const ms = startMs + waitMinutes * MS_PER_MINUTE;
  // Summer time begins or ends before it: then it is an hour off.
  const offBy = mod(minuteOfDay - shown(ms) + MINUTES_PER_DAY / 2, MINUTES_PER_DAY) - MINUTES_PER_DAY / 2;
  return ms + offBy * MS_PER_MINUTE;
}

/** Whether a moment is on the same day as another one, in a zone. */
export function isSameDay(ms: number, otherMs: number, timeZone: string | undefined): boolean {
  const calendar = new LocalCalendar(timeZone);
  return calendar.dayAt(ms).day === calendar.dayAt(otherMs).day;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
