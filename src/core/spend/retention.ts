import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { STATE } from './ledgerFormat.ts';
import { dayBefore } from './localCalendar.ts';

/** How long single attempts and questions are kept. The sums of their days stay for good. */
const KEPT_DAYS = 400;

/** Rows that are deleted together, and the rest between two such transactions. */
const AT_ONCE = 200;
const PAUSE_MS = 100;

const OLD = {
  attempt: `SELECT id FROM attempt WHERE local_day < ?1 AND state <> ${STATE.open} LIMIT ${AT_ONCE}`,
  question: `SELECT id FROM question WHERE local_day < ?1 LIMIT ${AT_ONCE}`,
} as const;

/** Deletes what is older than 400 days, a little at a time, behind everybody's back. */
export class Retention {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #cancelTimer: (() => void) | undefined;
  #isStopped = false;

  constructor(database: Database, clock: Clock, logger: Logger) {
    this.#database = database;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @param today the local day. */
  start(today: number): void {
    void this.#run(dayBefore(today, KEPT_DAYS));
  }

  /** For good. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  async #run(firstKept: number): Promise<void> {
    try {
      for (const table of ['attempt', 'question'] as const) {
        const isThere = (): boolean => this.#database.statement(OLD[table]).get(firstKept) !== undefined;
        while (!this.#isStopped && this.#database.read(isThere)) {
          const sql = `DELETE FROM ${table} WHERE id IN (${OLD[table]})`;
          await this.#database.transaction(() => this.#database.statement(sql).run(firstKept));
          await this.#pause();
        }
      }
    } catch (error) {
      // The next window that opens goes on.
      this.#logger.debug(`Old bookings stay for now: ${describeError(error)}`);
    }
  }

  #pause(): Promise<void> {
    return new Promise(resolve => {
      this.#cancelTimer = this.#clock.after(PAUSE_MS, resolve);
    });
  }
}
