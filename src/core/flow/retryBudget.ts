import type { Clock } from '../clock.ts';

/** Period over which retries are compared with questions. */
const WINDOW_SECONDS = 60;
/** Maximum ratio of retries to questions, and the number of retries that is always allowed. */
const SHARE = 0.1;
const LEAST = 3;

interface Second {
  readonly number: number;
  questions: number;
  retries: number;
}

/**
 * Limit of retries for all questions together, so that retries do not make an outage worse: with a thousand questions
 * and three attempts each, a service that is down would otherwise get three thousand requests.
 */
export class RetryBudget {
  readonly #clock: Clock;
  /** The recent seconds in which something was sent, oldest first. */
  readonly #seconds: Second[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a question that is sent for the first time. */
  asked(): void {
    this.#now().questions++;
  }

  /** Takes a retry from the budget; returns false if none is left. */
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
