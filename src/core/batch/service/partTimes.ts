import type { Clock } from '../../clock.ts';
import type { Part } from './part.ts';

/** The first look comes soon, the others twice as late each, up to this. */
const FIRST_MS = 10_000;
const LONGEST_MS = 300_000;

/** When it is time for the next step of each part. A part that has come on takes its next step at once. */
export class PartTimes {
  readonly #clock: Clock;
  readonly #waits = new Map<string, { readonly dueMs: number; readonly delayMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** 0 and less: it is time. */
  leftMs(part: Part): number {
    const wait = this.#waits.get(keyOf(part));
    return wait === undefined ? 0 : wait.dueMs - this.#clock.monotonicMs();
  }

  /**
   * The step that was taken led nowhere yet.
   *
   * @param leastMs the service's wish.
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
