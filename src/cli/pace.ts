/** Older progress says little about what comes. */
const WINDOW_MS = 60_000;

interface Sample {
  readonly atMs: number;
  readonly ended: number;
}

/** How quickly items end, seen over the last minute. */
export class Pace {
  readonly #samples: Sample[] = [];

  /** So many have ended by now, by a monotonic clock. */
  note(ended: number, atMs: number): void {
    this.#samples.push({ atMs, ended });
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) >= WINDOW_MS) this.#samples.shift();
  }

  /** `undefined` while nothing has ended. */
  get perMinute(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs <= first.atMs || last.ended <= first.ended)
      return undefined;
    return (60_000 * (last.ended - first.ended)) / (last.atMs - first.atMs);
  }
}
