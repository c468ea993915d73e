import type { Clock } from '../clock.ts';
import { lockRetryDelayMs, type Database } from '../database/database.ts';
import { describeError, WenxinError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Number of quick retries, 0.5 to 16.5 ms apart, before the slow ones. */
const QUICK_TRIES = 10;
const SLOW_RETRY_MS = 250;

/** A lock held longer than this counts as a failure to write. */
const LONG_LOCK_MS = 5_000;

/** Writes per transaction; more would block the extension host. */
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
  /** Called once per incident: when a write fails, or when a lock lasts 5 s. */
  readonly onStuck?: (error: unknown) => void;
}

/**
 * A queue for writes that must not be lost and whose callers cannot wait: writes that meet a lock are retried later.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #pending: Write[] = [];
  #round = 0;
  #lockedSinceMs: number | undefined;
  #isStuck = false;
  #isStopped = false;
  #cancelTimer: (() => void) | undefined;
  #onEmpty: (() => void) | undefined;
  /** Callers of `whenEmpty`. */
  #followers: Follower[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Number of pending writes. */
  get size(): number {
    return this.#pending.length;
  }

  /**
   * Runs `write` in a transaction, now if possible. It may run again after a rollback.
   *
   * @param written called after the commit.
   */
  add(write: () => void, written: () => void = () => undefined): void {
    this.#pending.push({ write, written });
    this.#flush();
  }

  /**
   * Resolves when no write is pending, for callers that must not overtake them. Rejects with the error of a failed
   * write, or after a lock of 5 s.
   */
  whenEmpty(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise((go, fail) => {
      this.#followers.push({ go, fail });
      this.#flush();
    });
  }

  /** Retries quickly until no write is pending, for at most `limitMs`, then stops. */
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

  /** Discards pending writes, for a file that is no longer used. */
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
    // A callback may just have found the file damaged and stopped this outbox.
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

  /** Reports for example a full disk, once per incident and not with every retry. */
  #stuck(error: unknown): void {
    this.#release(({ fail }) => fail(error));
    if (this.#isStuck) return;
    this.#isStuck = true;
    this.#options.logger.error(`Bookings wait for a better moment: ${describeError(error)}`);
    this.#options.onStuck?.(error);
  }
}
