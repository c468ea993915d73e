import type { Clock } from '../../core/clock.ts';

/** How often a page is asked whether it is alive. */
const PING_MS = 5_000;

/** After so many questions without an answer it is not. Fewer could be a computer that was asleep. */
const MAX_UNANSWERED = 3;

/** A page that dies so often within the time that follows is left alone: another one would die too. */
const MAX_REVIVALS = 3;
const REVIVALS_WITHIN_MS = 10 * 60_000;

interface HeartbeatOptions {
  readonly clock: Clock;
  readonly ping: () => void;
  /** Begins the page anew. */
  readonly revive: () => void;
  /** That did not help. Nothing more is tried until the page speaks. */
  readonly giveUp: () => void;
}

/** Finds out that a page which is to be seen does not answer any more, as when its process crashed or runs in a circle. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #cancel: (() => void) | undefined;
  #unanswered = 0;
  #revivedAtMs: readonly number[] = [];

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** The page said something. From now on it is watched. */
  hear(): void {
    this.#unanswered = 0;
    this.#cancel ??= this.#options.clock.after(PING_MS, () => this.#tick());
  }

  /** The page is not to be seen, so VS Code has ended it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tick(): void {
    const { clock, ping, revive, giveUp } = this.#options;
    this.#cancel = undefined;
    if (this.#unanswered >= MAX_UNANSWERED) {
      this.#unanswered = 0;
      const nowMs = clock.monotonicMs();
      this.#revivedAtMs = this.#revivedAtMs.filter(atMs => nowMs - atMs < REVIVALS_WITHIN_MS);
      if (this.#revivedAtMs.length >= MAX_REVIVALS) return giveUp();
      this.#revivedAtMs = [...this.#revivedAtMs, nowMs];
      revive();
    }
    this.#unanswered++;
    ping();
    this.#cancel = clock.after(PING_MS, () => this.#tick());
  }
}
