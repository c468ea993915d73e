import type { Clock } from '../../clock.ts';

/** How long it is waited until one item tries whether the service can be reached again: from the first to the longest, doubling. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** A service that names a time of its own is believed up to this one. */
const LONGEST_WISH_MS = 600_000;

/** Whether the service can be reached: after it could not, one item at a time tries it. */
export class Reach {
  readonly #clock: Clock;
  #waitMs = 0;
  #dueAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** It could not be reached. Several items that failed together count once. */
  lost(wishMs = 0): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#waitMs > 0 && nowMs < this.#dueAtMs) return;
    this.#waitMs = this.#waitMs === 0 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * this.#waitMs);
    this.#dueAtMs = nowMs + Math.max(this.#waitMs, Math.min(wishMs, LONGEST_WISH_MS));
  }

  /** It answers. */
  back(): void {
    this.#waitMs = 0;
  }

  get isLost(): boolean {
    return this.#waitMs > 0;
  }

  /** In how many milliseconds the next item may try; 0 when it is time, or nothing is wrong. */
  get dueInMs(): number {
    return this.isLost ? Math.max(0, this.#dueAtMs - this.#clock.monotonicMs()) : 0;
  }

  /** How many items may be asked at once now, where otherwise `most` may. */
  room(most: number): number {
    if (!this.isLost) return most;
    return this.dueInMs === 0 ? 1 : 0;
  }
}
