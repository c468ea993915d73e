/** How long ago a moment is, by the person's calendar. */
export type DayGroup = 'today' | 'yesterday' | 'lastWeek' | 'older';

const DAY_MS = 24 * 60 * 60_000;

/**
 * The group of a moment; `lastWeek` is the seven days before today. What is in the future, by a clock that was wrong, is
 * of today.
 *
 * @param timeZone the person's zone, by its IANA name; this computer's where it is not known.
 */
export function dayGroup(ms: number, nowMs: number, timeZone: string | undefined): DayGroup {
  const days = (dayStart(nowMs, timeZone) - dayStart(ms, timeZone)) / DAY_MS;
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return days <= 7 ? 'lastWeek' : 'older';
}

/** The day in that zone, as if it began there when it begins in Greenwich: days are equally long then. */
function dayStart(ms: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone });
  const numbers = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(numbers['year'] ?? 0, (numbers['month'] ?? 1) - 1, numbers['day'] ?? 1);
}
