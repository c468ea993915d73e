const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Noon of a day such as 20261122, in UTC: a moment to count days from and to write dates of. */
export function dateOf(day: number): Date {
  return new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, 12));
}

/** The day of a moment in UTC. */
function dayOf(date: Date): number {
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** So many days later, or earlier. */
export function addDays(day: number, days: number): number {
  return dayOf(new Date(dateOf(day).getTime() + days * MS_PER_DAY));
}

/** `2026-11-22`, as pages and forms write days. */
export function isoDay(day: number): string {
  return dateOf(day).toISOString().slice(0, 10);
}

/** The day that is written as `2026-11-22`; `undefined` where there is no such day. */
export function dayIn(text: string): number | undefined {
  const date = new Date(`${text}T12:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return undefined;
  return dayOf(date);
}
