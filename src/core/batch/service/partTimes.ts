import type { Clock } from '../../clock.ts';
import type { Part } from './part.ts';

/** Delay before the next step; doubles from the first to the longest. */
const FIRST_MS = 10_000;
const LONGEST_MS = 300_000;

/** Schedules the next step of each part, with backoff. A part that has changed state takes its next step at once. */
export class PartTimes {
  readonly #clock: Clock;
  readonly #waits = new Map<string, { readonly dueMs: number; readonly delayMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the time until the next step; 0 or less if it is due. */
  leftMs(part: Part): number {
    const wait = this.#waits.get(keyOf(part));
    return wait === undefined ? 0 : wait.dueMs - this.#clock.monotonicMs();
  }

  /**
   * Schedules a retry after a step without progress.
   *
   * @param leastMs minimum delay, as asked for by the service.
   */
  tryAgain(part: Part, leastMs = 0): void {
    const before = this.#waits.get(keyOf(part));
    const delayMs = before === undefined ? FIRST_MS : Math.min(LONGEST_MS, 2 * before.delayMs);
    this.#waits.set(keyOf(part), { delayMs, dueMs: this.#clock.monotonicMs() + Math.max(delayMs, leastMs) });
  }
}

function keyOf({ number, state }: Part): string {
  return `${number} ${state}`;
}
