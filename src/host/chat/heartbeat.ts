import type { Clock } from '../../core/clock.ts';

/** Interval between pings to a page, in milliseconds. */
const PING_MS = 5_000;

/** Unanswered pings after which a page counts as dead. Fewer could be caused by a computer waking from sleep. */
const MAX_UNANSWERED = 3;

/** Reloads within the period below after which a page is left alone: it would only die again. */
const MAX_REVIVALS = 3;
const REVIVALS_WITHIN_MS = 10 * 60_000;

interface HeartbeatOptions {
  readonly clock: Clock;
  readonly ping: () => void;
  /** Reloads the page. */
  readonly revive: () => void;
  /** Called when reloading did not help. Nothing more is tried until the page sends a message. */
  readonly giveUp: () => void;
}

/** Detects that a visible page no longer responds, such as after a crash or in an endless loop. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #cancel: (() => void) | undefined;
  #unanswered = 0;
  #revivedAtMs: readonly number[] = [];

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Records a message from the page, and starts watching it. */
  hear(): void {
    this.#unanswered = 0;
    this.#cancel ??= this.#options.clock.after(PING_MS, () => this.#tick());
  }

  /** Stops watching: the page is hidden, so VS Code has destroyed it. */
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
