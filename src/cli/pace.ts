/** Older progress says little about the current rate. */
const WINDOW_MS = 60_000;

interface Sample {
  readonly atMs: number;
  readonly ended: number;
}

/** The rate at which items ended during the last minute. */
export class Pace {
  readonly #samples: Sample[] = [];

  /** Records the number of items ended so far, at a time of the monotonic clock. */
  note(ended: number, atMs: number): void {
    this.#samples.push({ atMs, ended });
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) >= WINDOW_MS) this.#samples.shift();
  }

  /** Items per minute; `undefined` while no item has ended within the window. */
  get perMinute(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs <= first.atMs || last.ended <= first.ended)
      return undefined;
    return (60_000 * (last.ended - first.ended)) / (last.atMs - first.atMs);
  }
}
