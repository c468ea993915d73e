/** Older samples predict little. */
const WINDOW_MS = 3 * 60_000;

/** Minimum time between two samples. */
const APART_MS = 1_000;

interface Look {
  readonly ended: number;
  readonly atMs: number;
}

/** Estimates how fast the items of a job end, from samples of the last minutes. */
export class Pace {
  #looks: readonly Look[] = [];

  /**
   * Adds a sample of the number of ended items, done or failed.
   *
   * @param atMs by the monotonic clock.
   */
  note(ended: number, atMs: number): void {
    const last = this.#looks.at(-1);
    if (last !== undefined && atMs - last.atMs < APART_MS) return;
    // Failed items wait again, so the earlier samples no longer apply.
    const known = last !== undefined && ended < last.ended ? [] : this.#looks;
    this.#looks = [...known.filter(look => atMs - look.atMs <= WINDOW_MS), { ended, atMs }];
  }

  /** Returns how long `left` more items will take; `undefined` if there are too few samples, or no item ends. */
  remainingMs(left: number): number | undefined {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (first === undefined || last === undefined || last.ended === first.ended) return undefined;
    return (left * (last.atMs - first.atMs)) / (last.ended - first.ended);
  }
}
