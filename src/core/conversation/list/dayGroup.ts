/** Age of a moment, in days of the user's calendar. */
export type DayGroup = 'today' | 'yesterday' | 'lastWeek' | 'older';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Returns the group of a moment; `lastWeek` is the seven days before today. A moment in the future, caused by a wrong
 * clock, counts as today.
 *
 * @param timeZone the user's time zone (IANA name); default: this computer's.
 */
export function dayGroup(ms: number, nowMs: number, timeZone: string | undefined): DayGroup {
  const days = (dayStart(nowMs, timeZone) - dayStart(ms, timeZone)) / DAY_MS;
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return days <= 7 ? 'lastWeek' : 'older';
}

/** Returns the start of the local date as if in UTC, where all days have the same length. */
function dayStart(ms: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone });
  const numbers = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(numbers['year'] ?? 0, (numbers['month'] ?? 1) - 1, numbers['day'] ?? 1);
}
