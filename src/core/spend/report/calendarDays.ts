const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Returns the day `count` days later, or earlier if negative. Days are numbers such as 20261122. */
export function addDays(day: number, count: number): number {
  return dayOf(utcMsOf(day) + count * MS_PER_DAY);
}

/** Returns the number of days from `firstDay` to a `lastDay` not before it, both inclusive. */
export function countDays(firstDay: number, lastDay: number): number {
  return Math.round((utcMsOf(lastDay) - utcMsOf(firstDay)) / MS_PER_DAY) + 1;
}

/** Returns all days from `firstDay` to `lastDay`, both inclusive; empty when `lastDay` is earlier. */
export function daysBetween(firstDay: number, lastDay: number): number[] {
  return Array.from({ length: Math.max(0, countDays(firstDay, lastDay)) }, (_, index) => addDays(firstDay, index));
}

/** Returns 0 for Sunday. */
export function weekdayOf(day: number): number {
  return new Date(utcMsOf(day)).getUTCDay();
}

/** Returns the last day of a day's month. */
export function lastOfMonth(day: number): number {
  return dayOf(Date.UTC(Math.floor(day / 10_000), Math.floor((day % 10_000) / 100), 0));
}

/** Calendar days have no time zone; UTC is used because it has no daylight saving time. */
function utcMsOf(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), Math.floor((day % 10_000) / 100) - 1, day % 100);
}

function dayOf(utcMs: number): number {
  const date = new Date(utcMs);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
