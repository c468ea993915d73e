/** What ended longer ago says little of what comes. */
const WINDOW_MS = 3 * 60_000;

/** Two looks that are closer say nothing. */
const APART_MS = 1_000;

interface Look {
  readonly ended: number;
  readonly atMs: number;
}

/** How fast the items of a job end, from what was seen of it in the last minutes. */
export class Pace {
  #looks: readonly Look[] = [];

  /**
   * Notes how many items have ended, done or not.
   *
   * @param atMs by the monotonic clock.
   */
  note(ended: number, atMs: number): void {
    const last = this.#looks.at(-1);
    if (last !== undefined && atMs - last.atMs < APART_MS) return;
    // Items that failed were put back: what is known is of another piece of work.
    const known = last !== undefined && ended < last.ended ? [] : this.#looks;
    this.#looks = [...known.filter(look => atMs - look.atMs <= WINDOW_MS), { ended, atMs }];
  }

  /** How long so many more will take; `undefined` as long as too little is known, or nothing ends any more. */
  remainingMs(left: number): number | undefined {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (first === undefined || last === undefined || last.ended === first.ended) return undefined;
    return (left * (last.atMs - first.atMs)) / (last.ended - first.ended);
  }
}
