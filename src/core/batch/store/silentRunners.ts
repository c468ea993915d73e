import type { Clock } from '../../clock.ts';
import type { SeenRunner } from './runnerRows.ts';

/** A runner without a heartbeat for this long is presumed dead. */
const SILENCE_MS = 20_000;

/** A check later than this proves nothing: this process was suspended or starved, and so may the others have been. */
const LATENESS_MS = 2_000;

/** Detects dead runners by their heartbeats: they may be on another machine, boot or container, or their pid reused. */
export class SilentRunners {
  readonly #clock: Clock;
  readonly #everyMs: number;
  #seen = new Map<number, { readonly beat: number | undefined; readonly sinceMs: number }>();
  #lookedAtMs = -Infinity;

  /** @param everyMs interval of the checks. */
  constructor(clock: Clock, everyMs: number) {
    this.#clock = clock;
    this.#everyMs = everyMs;
  }

  /** Returns the ids of those runners whose heartbeat has stopped for too long. */
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
