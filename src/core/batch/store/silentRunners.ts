import type { Clock } from '../../clock.ts';
import type { SeenRunner } from './runnerRows.ts';

/** A runner that holds something and was seen to stand still for so long is dead, or as good as. */
const SILENCE_MS = 20_000;

/** A look later than this has been asleep or starved, and so may the others have been: it proves nothing. */
const LATENESS_MS = 2_000;

/** Watches the runners of others, which may be of another boot, machine or container, or have a process id that is used again. */
export class SilentRunners {
  readonly #clock: Clock;
  readonly #everyMs: number;
  #seen = new Map<number, { readonly beat: number | undefined; readonly sinceMs: number }>();
  #lookedAtMs = -Infinity;

  /** @param everyMs how often it is looked. */
  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  /** Those that have not beaten for too long, of those that hold something now. */
  among(holders: readonly SeenRunner[]): number[] {
    const nowMs = this.#clock.monotonicMs();
    const isLate = nowMs - this.#lookedAtMs > this.#everyMs + LATENESS_MS;
    this.#lookedAtMs = nowMs;
    const seen = new Map(
      holders.map(({ id, beat }) => {
        const before = isLate ? undefined : this.#seen.get(id);
        return [id, before !== undefined && before.beat === beat ? before : { beat, sinceMs: nowMs }];
      }),
    );
    this.#seen = seen;
    return [...seen].filter(([, { sinceMs }]) => nowMs - sinceMs >= SILENCE_MS).map(([id]) => id);
  }
}
