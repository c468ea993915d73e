import type { Clock } from '../../clock.ts';

/** So many items are asked at once from the beginning. */
const FIRST = 8;
/** One more with so many answers, and one more in so much time where answers take long. */
const ANSWERS_EACH = 8;
const EACH_MS = 1_000;

/**
 * How many items may be asked at once while a run begins. A service that is asked hundreds of things at the same moment
 * refuses most of them, and whoever asks something beside the batch waits for its rate then.
 */
export class Ramp {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #answers = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAtMs = clock.monotonicMs();
  }

  /** An item was answered. */
  answered(): void {
    this.#answers++;
  }

  get most(): number {
    const elapsedMs = this.#clock.monotonicMs() - this.#startedAtMs;
    return FIRST + Math.floor(this.#answers / ANSWERS_EACH) + Math.floor(elapsedMs / EACH_MS);
  }
}
