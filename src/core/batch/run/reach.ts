import type { Clock } from '../../clock.ts';

/** Delay before one item probes the service again; doubles from the first to the longest. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** Upper bound for a delay that the service asks for. */
const LONGEST_WISH_MS = 600_000;

/** Tracks whether the service is reachable. While it is not, one item at a time probes it. */
export class Reach {
  readonly #clock: Clock;
  #waitMs = 0;
  #dueAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a failure. Items that fail together count once. */
  lost(wishMs = 0): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#waitMs > 0 && nowMs < this.#dueAtMs) return;
    this.#waitMs = this.#waitMs === 0 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * this.#waitMs);
    this.#dueAtMs = nowMs + Math.max(this.#waitMs, Math.min(wishMs, LONGEST_WISH_MS));
  }

  /** Records that the service is reachable. */
  back(): void {
    this.#waitMs = 0;
  }

  get isLost(): boolean {
    return this.#waitMs > 0;
  }

  /** Milliseconds until the next probe; 0 if it is due or the service is reachable. */
  get dueInMs(): number {
    return this.isLost ? Math.max(0, this.#dueAtMs - this.#clock.monotonicMs()) : 0;
  }

  /** Returns the current limit of concurrent items; `most` if the service is reachable. */
  room(most: number): number {
    if (!this.isLost) return most;
    return this.dueInMs === 0 ? 1 : 0;
  }
}
