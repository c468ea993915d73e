import type { Database } from '../database/database.ts';
import { LocalCalendar, type LocalDay } from './localCalendar.ts';

/** `meta.key` of the user's time zone. */
const TIME_ZONE = 'time_zone';

/**
 * The calendar of the user, who may be in another zone than the machine the editor runs on. The zone is, in this order:
 * the configured one, the one reported by a page, the one stored in the file, the machine's.
 */
export class PersonCalendar {
  readonly #isSet: boolean;
  #calendar: LocalCalendar;
  #zone: string | undefined;
  #isTold = false;

  /** @param zone the configured IANA name; ignored when unknown. */
  constructor(zone?: string) {
    const set = zone === undefined ? undefined : calendarOf(zone);
    this.#isSet = set !== undefined;
    this.#calendar = set ?? new LocalCalendar();
    if (this.#isSet) this.#zone = zone;
  }

  /** IANA name of the current zone; `undefined` for the machine's zone. */
  get zone(): string | undefined {
    return this.#zone;
  }

  /** Calendar of the current zone. */
  get current(): LocalCalendar {
    return this.#calendar;
  }

  /** Returns the day at a time in milliseconds since 1970. */
  dayAt(nowMs: number): LocalDay {
    return this.#calendar.dayAt(nowMs);
  }

  /** Sets the zone reported by a page. Returns whether the zone changed. */
  tell(zone: string): boolean {
    if (!this.#take(zone)) return false;
    this.#isTold = true;
    return true;
  }

  /**
   * Takes the zone stored in the file, unless a better source is known. Returns whether the zone changed. Throws
   * SQLite's errors.
   */
  recall(database: Database): boolean {
    const row = database.statement('SELECT value FROM meta WHERE key = ?').get(TIME_ZONE);
    return row !== undefined && !this.#isTold && this.#take(String(row['value']));
  }

  /** Stores the zone reported by a page. Call within a transaction. */
  remember(database: Database): void {
    if (!this.#isTold || this.#zone === undefined) return;
    database
      .statement('INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value')
      .run(TIME_ZONE, this.#zone);
  }

  #take(zone: string): boolean {
    if (this.#isSet || zone === this.#zone) return false;
    const calendar = calendarOf(zone);
    if (calendar === undefined) return false;
    this.#zone = zone;
    this.#calendar = calendar;
    return true;
  }
}

function calendarOf(zone: string): LocalCalendar | undefined {
  try {
    return new LocalCalendar(zone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
