import type { Database } from '../database/database.ts';
import { LocalCalendar, type LocalDay } from './localCalendar.ts';

/** `meta.key` of the person's time zone. */
const TIME_ZONE = 'time_zone';

/**
 * Tells which day it is for the person, who may be in another zone than the machine their editor runs on. The zone that was
 * set comes first, then the one a page of theirs told, then what the file remembers of that, then this machine's.
 */
export class PersonCalendar {
  readonly #isSet: boolean;
  #calendar: LocalCalendar;
  #zone: string | undefined;
  #isTold = false;

  /** @param zone an IANA name that was set; ignored where there is no such zone. */
  constructor(zone?: string) {
    const set = zone === undefined ? undefined : calendarOf(zone);
    this.#isSet = set !== undefined;
    this.#calendar = set ?? new LocalCalendar();
    if (this.#isSet) this.#zone = zone;
  }

  /** The IANA name of the zone that holds now; `undefined` for this machine's. */
  get zone(): string | undefined {
    return this.#zone;
  }

  /** The calendar of the zone that holds now. */
  get current(): LocalCalendar {
    return this.#calendar;
  }

  /** The day at a moment in milliseconds since 1970. */
  dayAt(nowMs: number): LocalDay {
    return this.#calendar.dayAt(nowMs);
  }

  /** A page says where the person is. True when that changed the zone. */
  tell(zone: string): boolean {
    if (!this.#take(zone)) return false;
    this.#isTold = true;
    return true;
  }

  /** Takes the zone that the file remembers, unless somebody knows better. True when that changed it. Throws what SQLite does. */
  recall(database: Database): boolean {
    const row = database.statement('SELECT value FROM meta WHERE key = ?').get(TIME_ZONE);
    return row !== undefined && !this.#isTold && this.#take(String(row['value']));
  }

  /** Lets the file remember what a page told. To be called in a transaction. */
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
