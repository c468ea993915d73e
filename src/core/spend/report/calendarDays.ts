const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** The day so many days later, or earlier. Days are numbers such as 20261122. */
export function addDays(day: number, count: number): number {
  return dayOf(utcMsOf(day) + count * MS_PER_DAY);
}

/** How many days there are from one to another that is not before it, both included. */
export function countDays(firstDay: number, lastDay: number): number {
  return Math.round((utcMsOf(lastDay) - utcMsOf(firstDay)) / MS_PER_DAY) + 1;
}

/** All days from one to another, both included; none where the other is before it. */
export function daysBetween(firstDay: number, lastDay: number): number[] {
  return Array.from({ length: Math.max(0, countDays(firstDay, lastDay)) }, (_, index) => addDays(firstDay, index));
}

/** 0 for a Sunday. */
export function weekdayOf(day: number): number {
  return new Date(utcMsOf(day)).getUTCDay();
}

/** The last day of the month in which a day is. */
export function lastOfMonth(day: number): number {
  return dayOf(Date.UTC(Math.floor(day / 10_000), Math.floor((day % 10_000) / 100), 0));
}

/** A day of the calendar has no time zone: UTC, which has no summer time, stands for all. */
function utcMsOf(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), Math.floor((day % 10_000) / 100) - 1, day % 100);
}

function dayOf(utcMs: number): number {
  const date = new Date(utcMs);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
