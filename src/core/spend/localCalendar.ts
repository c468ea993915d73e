const MS_PER_MINUTE = 60_000;

/** A day in a time zone. */
export interface LocalDay {
  /** For example 20261122. */
  readonly day: number;
  /** Offset of the zone from UTC at the given moment, positive to the east. */
  readonly utcOffsetMinutes: number;
}

/** The calendar of a time zone, including daylight saving time. */
export class LocalCalendar {
  readonly #format: Intl.DateTimeFormat;
  /** Cached: needed for every attempt, and slow to compute. */
  #latest: { readonly minute: number; readonly day: LocalDay } | undefined;

  /** @param timeZone an IANA name such as `Asia/Shanghai`; defaults to the machine's zone. */
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

  /** Returns the day at a time in milliseconds since 1970. */
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

/** Returns the day on Baidu's bill at a time, in UTC+8 regardless of the user's zone, as 20261122. */
export function billDayOf(nowMs: number): number {
  const beijing = new Date(nowMs + 8 * 60 * MS_PER_MINUTE);
  return dayNumber(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, beijing.getUTCDate());
}

/** Returns the day `count` days before another one, both as 20261122. */
export function dayBefore(day: number, count: number): number {
  const date = new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, (day % 100) - count));
  return dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function dayNumber(year: number, month: number, day: number): number {
  return year * 10_000 + month * 100 + day;
}
