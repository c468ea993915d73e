import type { Clock } from '../clock.ts';

interface LateWriteOptions {
  /** Delay between collecting and writing. */
  readonly delayMs: number;
  readonly clock: Clock;
  readonly hasWork: () => boolean;
  /** Writes what was collected. Must not reject. */
  readonly write: () => Promise<void>;
}

/** A deferred writer of collected data, which never runs twice at a time. */
export class LateWrite {
  readonly #options: LateWriteOptions;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: LateWriteOptions) {
    this.#options = options;
  }

  /** Schedules a write. */
  later(): void {
    this.#cancelTimer ??= this.#options.clock.after(this.#options.delayMs, () => void this.flush());
  }

  /** Writes now, after any write in progress. */
  async flush(): Promise<void> {
    this.stop();
    while (this.#writing !== undefined) await this.#writing;
    if (!this.#options.hasWork()) return;
    this.#writing = this.#options.write();
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  /** Cancels the scheduled write; `later` schedules a new one. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
