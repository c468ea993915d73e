const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Returns noon UTC of a day such as 20261122, for date arithmetic and formatting. */
export function dateOf(day: number): Date {
  return new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100, 12));
}

/** Returns the UTC day of a date. */
function dayOf(date: Date): number {
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** Adds days, which may be negative, to a day. */
export function addDays(day: number, days: number): number {
  return dayOf(new Date(dateOf(day).getTime() + days * MS_PER_DAY));
}

/** Formats a day as `2026-11-22`. */
export function isoDay(day: number): string {
  return dateOf(day).toISOString().slice(0, 10);
}

/** Parses a day such as `2026-11-22`; `undefined` if it does not exist. */
export function dayIn(text: string): number | undefined {
  const date = new Date(`${text}T12:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) return undefined;
  return dayOf(date);
}
