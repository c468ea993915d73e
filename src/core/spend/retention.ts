import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { STATE } from './ledgerFormat.ts';
import { dayBefore } from './localCalendar.ts';

/** How long attempts and questions are kept. Daily sums are kept indefinitely. */
const KEPT_DAYS = 400;

/** Rows deleted per transaction, and the pause between two transactions. */
const AT_ONCE = 200;
const PAUSE_MS = 100;

const OLD = {
  attempt: `SELECT id FROM attempt WHERE local_day < ?1 AND state <> ${STATE.open} LIMIT ${AT_ONCE}`,
  question: `SELECT id FROM question WHERE local_day < ?1 LIMIT ${AT_ONCE}`,
} as const;

/** Background deletion of attempts and questions older than 400 days, in small transactions. */
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

  /** @param today the local day, as 20261122. */
  start(today: number): void {
    void this.#run(dayBefore(today, KEPT_DAYS));
  }

  /** Stops permanently. */
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
      // The next window that opens continues.
      this.#logger.debug(`Old bookings stay for now: ${describeError(error)}`);
    }
  }

  #pause(): Promise<void> {
    return new Promise(resolve => {
      this.#cancelTimer = this.#clock.after(PAUSE_MS, resolve);
    });
  }
}
