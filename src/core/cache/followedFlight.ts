import { describeError } from '../errors.ts';
import { pause } from '../pause.ts';
import { isGone } from '../windowIdentity.ts';
import type { Landing } from './flightBoard.ts';
import { leaveFlight, readFlight, takeOverFlight, type FlightRow } from './flightRows.ts';
import { openLanding } from './sealedLanding.ts';
import { WindowLead, type WindowFlight } from './windowLead.ts';

/** How often it is looked whether anything was written, and how often the flight is read in any case. */
const LOOK_MS = 50;
const READ_MS = 1_000;

/** A leader whose beat was seen unchanged for so long is dead. */
const SILENCE_MS = 5_000;

/** A look that comes so much too late has been asleep or starved, and so may the leader have been: it proves nothing. */
const LATENESS_MS = 2_000;

/** The flight of another window, to which this one was joined: it counts among those who wait until it has left. */
export class FollowedFlight {
  readonly #flight: WindowFlight;
  readonly #signal: AbortSignal;
  #isCounted = true;
  /** The beat that was seen last, and since when. */
  #beat: { readonly ms: number; readonly sinceMs: number } | undefined;

  /** @param signal ends the wait. */
  constructor(flight: WindowFlight, signal: AbortSignal) {
    this.#flight = flight;
    this.#signal = signal;
    signal.addEventListener('abort', this.leave, { once: true });
  }

  /**
   * Waits for what it comes to: a landing, `undefined` for one that cannot be read, the lead when its leader is gone, or
   * `forgotten` when nobody knows of it any more. Throws `storage`, and the signal's reason.
   */
  async end(): Promise<Landing | WindowLead | 'forgotten' | undefined> {
    const { database, key, id, clock } = this.#flight;
    let seenVersion: number | undefined;
    let readAtMs = -Infinity;
    for (;;) {
      const nowMs = clock.monotonicMs();
      const version = database.dataVersion();
      if (version !== seenVersion || nowMs - readAtMs >= READ_MS) {
        seenVersion = version;
        readAtMs = nowMs;
        const row = database.read(() => readFlight(database, id));
        if (row === undefined) return 'forgotten';
        if (row.landing !== undefined) return openLanding(row.landing, key);
        if (this.#isAbandoned(row, nowMs) && (await this.#takeOver(row))) return new WindowLead(this.#flight);
      }
      await pause(clock, LOOK_MS, this.#signal);
      if (clock.monotonicMs() - nowMs > LOOK_MS + LATENESS_MS) this.#beat = undefined;
    }
  }

  /** To be called in the end, whatever it was; also by itself when the signal aborts. Never throws. */
  readonly leave = (): void => {
    this.#signal.removeEventListener('abort', this.leave);
    if (!this.#isCounted) return;
    this.#isCounted = false;
    const { database, id, logger } = this.#flight;
    database
      .transaction(() => leaveFlight(database, id))
      .catch((error: unknown) => {
        // It lands for somebody who is not there any more, and is swept away.
        logger.debug(`A shared question is not left: ${describeError(error)}`);
      });
  };

  #isAbandoned(row: FlightRow, nowMs: number): boolean {
    if (this.#beat?.ms !== row.beatMs) this.#beat = { ms: row.beatMs, sinceMs: nowMs };
    return row.owner === null || isGone(row) || nowMs - this.#beat.sinceMs >= SILENCE_MS;
  }

  async #takeOver(seen: FlightRow): Promise<boolean> {
    const { database, id, owner, clock } = this.#flight;
    const nowMs = Math.floor(clock.now());
    const isTaken = await database.transaction(() => takeOverFlight(database, id, seen, owner, nowMs), this.#signal);
    if (isTaken) this.#isCounted = false;
    return isTaken;
  }
}
