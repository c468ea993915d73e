import type { Clock } from '../clock.ts';

/** Over so many seconds retries are compared with questions. */
const WINDOW_SECONDS = 60;
/** Their share of these, and how many there may be in any case. */
const SHARE = 0.1;
const LEAST = 3;

interface Second {
  readonly number: number;
  questions: number;
  retries: number;
}

/**
 * Bounds how many retries there are for all questions together, so that an outage is not made worse: with a thousand
 * questions and three attempts each, a service that is down would otherwise get three thousand requests.
 */
export class RetryBudget {
  readonly #clock: Clock;
  /** The last seconds in which anything was sent, oldest first. */
  readonly #seconds: Second[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A question was sent for the first time. */
  asked(): void {
    this.#now().questions++;
  }

  /** Takes a retry out of the budget; false when there is none left. */
  take(): boolean {
    const now = this.#now();
    const sum = (of: 'questions' | 'retries'): number => this.#seconds.reduce((total, each) => total + each[of], 0);
    if (sum('retries') + 1 > Math.max(LEAST, SHARE * sum('questions'))) return false;
    now.retries++;
    return true;
  }

  #now(): Second {
    const number = Math.floor(this.#clock.monotonicMs() / 1_000);
    while (this.#seconds[0] !== undefined && this.#seconds[0].number <= number - WINDOW_SECONDS) this.#seconds.shift();
    const last = this.#seconds.at(-1);
    if (last?.number === number) return last;
    const fresh = { number, questions: 0, retries: 0 };
    this.#seconds.push(fresh);
    return fresh;
  }
}
