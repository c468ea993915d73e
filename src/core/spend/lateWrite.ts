import type { Clock } from '../clock.ts';

interface LateWriteOptions {
  /** How long is collected before it is written. */
  readonly delayMs: number;
  readonly clock: Clock;
  readonly hasWork: () => boolean;
  /** Writes what was collected. Must not reject. */
  readonly write: () => Promise<void>;
}

/** Has what was collected written a little later, and never twice at the same time. */
export class LateWrite {
  readonly #options: LateWriteOptions;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: LateWriteOptions) {
    this.#options = options;
  }

  /** There is something to be written. */
  later(): void {
    this.#cancelTimer ??= this.#options.clock.after(this.#options.delayMs, () => void this.flush());
  }

  /** Writes now what there is, after what is being written. */
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

  /** Nothing is written by itself any more before there is something new. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}
