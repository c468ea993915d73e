import type { Clock } from '../../core/clock.ts';

/** A server that fails again sooner than this after its recovery is still in the same outage. */
const CALM_MS = 600_000;

/** Tells outages of the team cache apart, so that each is reported once, even with a server that comes and goes. */
export class TeamOutages {
  readonly #clock: Clock;
  readonly #tell: () => void;
  #state: { readonly isDown: boolean; readonly sinceMs: number } | undefined;

  /** @param tell is called at the beginning of each outage. */
  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Records that the server did not respond. */
  down(): void {
    const last = this.#state;
    const nowMs = this.#clock.monotonicMs();
    if (last?.isDown === true) return;
    this.#state = { isDown: true, sinceMs: nowMs };
    if (last === undefined || nowMs - last.sinceMs >= CALM_MS) this.#tell();
  }

  /** Records that the server responded. */
  up(): void {
    if (this.#state?.isDown === true) this.#state = { isDown: false, sinceMs: this.#clock.monotonicMs() };
  }
}
