import type { Clock } from '../../clock.ts';

/** Initial number of concurrent items. */
const FIRST = 8;
/** The limit grows by one per this many answers, and by one per interval in case answers are slow. */
const ANSWERS_EACH = 8;
const EACH_MS = 1_000;

/**
 * Limits the number of concurrent items at the start of a run. A service that receives hundreds of requests at once
 * rejects most of them, and requests beside the batch then wait for its rate limit.
 */
export class Ramp {
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #answers = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAtMs = clock.monotonicMs();
  }

  /** Counts an answered item. */
  answered(): void {
    this.#answers++;
  }

  get most(): number {
    const elapsedMs = this.#clock.monotonicMs() - this.#startedAtMs;
    return FIRST + Math.floor(this.#answers / ANSWERS_EACH) + Math.floor(elapsedMs / EACH_MS);
  }
}
