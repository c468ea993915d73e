import type { Clock } from '../../core/clock.ts';

/** A server that fails again sooner than this after it was back is in the same outage still. */
const CALM_MS = 600_000;

/** Tells outages of the team cache apart, so that a person hears of each once, also of a server that comes and goes. */
export class TeamOutages {
  readonly #clock: Clock;
  readonly #tell: () => void;
  #state: { readonly isDown: boolean; readonly sinceMs: number } | undefined;

  /** @param tell is called at the beginning of each outage. */
  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The server did not answer. */
  down(): void {
    const last = this.#state;
    const nowMs = this.#clock.monotonicMs();
    if (last?.isDown === true) return;
    this.#state = { isDown: true, sinceMs: nowMs };
    if (last === undefined || nowMs - last.sinceMs >= CALM_MS) this.#tell();
  }

  /** The server answered. */
  up(): void {
    if (this.#state?.isDown === true) this.#state = { isDown: false, sinceMs: this.#clock.monotonicMs() };
  }
}
