import type { Clock } from '../clock.ts';
import { lockRetryDelayMs, type Database } from '../database/database.ts';
import { describeError, WenxinError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** So many quick tries, 0.5 to 16 ms apart, come before the slow ones. */
const QUICK_TRIES = 10;
const SLOW_RETRY_MS = 250;

/** A lock that lasts longer counts as a file that cannot be written. */
const LONG_LOCK_MS = 5_000;

/** Writes of one transaction: more would hold up the extension host. */
const AT_ONCE = 100;

interface Write {
  readonly write: () => void;
  readonly written: () => void;
}

interface Follower {
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

interface OutboxOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each commit. */
  readonly onWritten: () => void;
  /** Called when writing fails, at once, or meets a lock for 5 s: once for each time it begins. */
  readonly onStuck?: (error: unknown) => void;
}

/** Writes that must not be lost and cannot wait: what the locked database does not take now is tried again later. */
export class Outbox {
  readonly #options: OutboxOptions;
  #pending: Write[] = [];
  #round = 0;
  #lockedSinceMs: number | undefined;
  #isStuck = false;
  #isStopped = false;
  #cancelTimer: (() => void) | undefined;
  #onEmpty: (() => void) | undefined;
  /** They wait for their turn after what waits now. */
  #followers: Follower[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Writes that still wait. */
  get size(): number {
    return this.#pending.length;
  }

  /**
   * Runs `write` in a transaction: now if possible. It may run again after a transaction that was undone.
   *
   * @param written called when it is committed.
   */
  add(write: () => void, written: () => void = () => undefined): void {
    this.#pending.push({ write, written });
    this.#flush();
  }

  /**
   * Resolves when nothing waits any more, for who must not overtake it. Rejects with what writing fails with, at once, and
   * after a lock of 5 s.
   */
  whenEmpty(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise((go, fail) => {
      this.#followers.push({ go, fail });
      this.#flush();
    });
  }

  /** Tries quickly until nothing waits any more, for `limitMs` at most, and then no more. */
  drain(limitMs: number): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise(resolve => {
      const cancelLimit = this.#options.clock.after(limitMs, () => {
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

  /** Forgets what waits, for a file that is not used any more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#pending = [];
    this.#release(({ fail }) => fail(new WenxinError('storage', `${this.#options.database.path} was left`)));
  }

  #flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const writes = this.#pending.slice(0, AT_ONCE);
    if (this.#tryAll(writes)) {
      this.#pending.splice(0, writes.length);
      this.#round = 0;
      this.#lockedSinceMs = undefined;
      this.#isStuck = false;
      for (const { written } of writes) written();
      this.#options.onWritten();
      if (this.#pending.length > 0) return this.#again(0);
      this.#onEmpty?.();
      return this.#release(({ go }) => go());
    }
    const isQuick = this.#round < QUICK_TRIES || this.#onEmpty !== undefined || this.#followers.length > 0;
    this.#again(isQuick ? lockRetryDelayMs(this.#round) : SLOW_RETRY_MS);
    this.#round++;
  }

  #again(delayMs: number): void {
    // What waits may have been found damaged just now, and left.
    if (this.#isStopped) return;
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => this.#flush());
  }

  #release(end: (follower: Follower) => void): void {
    const followers = this.#followers;
    this.#followers = [];
    followers.forEach(end);
  }

  #tryAll(writes: readonly Write[]): boolean {
    const { database, clock } = this.#options;
    try {
      if (database.tryTransaction(() => writes.forEach(({ write }) => write())) !== undefined) return true;
      this.#lockedSinceMs ??= clock.monotonicMs();
      if (clock.monotonicMs() - this.#lockedSinceMs >= LONG_LOCK_MS)
        this.#stuck(new WenxinError('storage', `${database.path} is locked`));
    } catch (error) {
      this.#stuck(error);
    }
    return false;
  }

  /** A full disk, for example. Said once for each time it begins, not with every try. */
  #stuck(error: unknown): void {
    this.#release(({ fail }) => fail(error));
    if (this.#isStuck) return;
    this.#isStuck = true;
    this.#options.logger.error(`Bookings wait for a better moment: ${describeError(error)}`);
    this.#options.onStuck?.(error);
  }
}
