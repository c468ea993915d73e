const MS_PER_MINUTE = 60_000;

/** A day in some time zone. */
export interface LocalDay {
  /** For example 20261122. */
  readonly day: number;
  /** How far that zone was ahead of UTC at the moment asked for. */
  readonly utcOffsetMinutes: number;
}

/** Tells which day it is for the person, summer time included. */
export class LocalCalendar {
  readonly #format: Intl.DateTimeFormat;
  /** Asked for each attempt, and slow to find out. */
  #latest: { readonly minute: number; readonly day: LocalDay } | undefined;

  /** @param timeZone an IANA name such as `Asia/Shanghai`; this machine's zone when missing. */
  constructor(timeZone?: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  }

  /** The day at a moment in milliseconds since 1970. */
  dayAt(nowMs: number): LocalDay {
    const minute = Math.floor(nowMs / MS_PER_MINUTE);
    if (this.#latest?.minute !== minute) this.#latest = { minute, day: this.#findDay(nowMs) };
    return this.#latest.day;
  }

  #findDay(nowMs: number): LocalDay {
    const fields = new Map(this.#format.formatToParts(nowMs).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (
      ['year', 'month', 'day', 'hour', 'minute'] as const
    ).map(type => fields.get(type));
    const localMinutes = Date.UTC(year, month - 1, day, hour, minute) / MS_PER_MINUTE;
    return {
      day: dayNumber(year, month, day),
      utcOffsetMinutes: localMinutes - Math.floor(nowMs / MS_PER_MINUTE),
    };
  }
}

/** The day Baidu's bill puts a moment under: UTC+8, wherever the person is. As 20261122. */
export function billDayOf(nowMs: number): number {
  const beijing = new Date(nowMs + 8 * 60 * MS_PER_MINUTE);
  return dayNumber(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, beijing.getUTCDate());
}

/** The day so many days before another one, both as 20261122. */
export function dayBefore(day: number, count: number): number {
  const date = new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, (day % 100) - count));
  return dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function dayNumber(year: number, month: number, day: number): number {
  return year * 10_000 + month * 100 + day;
}
