import type { Clock } from '../clock.ts';
import { lockRetryDelayMs, type Database } from '../database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** So many quick tries, 0.5 to 16 ms apart, come before the slow ones. */
const QUICK_TRIES = 10;
const SLOW_RETRY_MS = 250;

/** Writes that must not be lost and cannot wait: what the locked database does not take now is tried again later. */
export class Outbox {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onWritten: () => void;
  #pending: (() => void)[] = [];
  #round = 0;
  #hasComplained = false;
  #cancelTimer: (() => void) | undefined;
  #onEmpty: (() => void) | undefined;

  /** @param onWritten called after each commit. */
  constructor(database: Database, clock: Clock, logger: Logger, onWritten: () => void) {
    this.#database = database;
    this.#clock = clock;
    this.#logger = logger;
    this.#onWritten = onWritten;
  }

  /** Writes that still wait. */
  get size(): number {
    return this.#pending.length;
  }

  /** Runs `write` in a transaction: now if possible. It may run again after a transaction that was undone. */
  add(write: () => void): void {
    this.#pending.push(write);
    this.#flush();
  }

  /** Tries quickly until nothing waits any more, for `limitMs` at most, and then no more. */
  drain(limitMs: number): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise(resolve => {
      const cancelLimit = this.#clock.after(limitMs, () => {
        this.#cancelTimer?.();
        resolve();
      });
      this.#onEmpty = () => {
        cancelLimit();
        resolve();
      };
      this.#flush();
    });
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#tryAll()) {
      this.#pending = [];
      this.#round = 0;
      this.#hasComplained = false;
      this.#onEmpty?.();
      this.#onWritten();
      return;
    }
    const isQuick = this.#round < QUICK_TRIES || this.#onEmpty !== undefined;
    const delayMs = isQuick ? lockRetryDelayMs(this.#round) : SLOW_RETRY_MS;
    this.#round++;
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#flush());
  }

  #tryAll(): boolean {
    try {
      return this.#database.tryTransaction(() => this.#pending.forEach(write => write())) !== undefined;
    } catch (error) {
      // A full disk, for example. Once for each time it begins, not with every try.
      if (!this.#hasComplained) this.#logger.error(`Bookings wait for a better moment: ${describeError(error)}`);
      this.#hasComplained = true;
      return false;
    }
  }
}
