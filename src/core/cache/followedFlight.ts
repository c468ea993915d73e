import { describeError } from '../errors.ts';
import { pause } from '../pause.ts';
import { isGone } from '../windowIdentity.ts';
import type { Landing } from './flightBoard.ts';
import { leaveFlight, readFlight, takeOverFlight, type FlightRow } from './flightRows.ts';
import { openLanding } from './sealedLanding.ts';
import { WindowLead, type WindowFlight } from './windowLead.ts';

/** How often the file is checked for changes, and how often the flight is read in any case. */
const LOOK_MS = 50;
const READ_MS = 1_000;

/** A leader whose heartbeat has not changed for this long is considered dead. */
const SILENCE_MS = 5_000;

/**
 * A check that runs this late shows that the computer slept or the process was blocked. The leader may have been
 * blocked too, so its silence is measured anew.
 */
const LATENESS_MS = 2_000;

/** The flight of another window that this one follows. It counts as a follower until it leaves. */
export class FollowedFlight {
  readonly #flight: WindowFlight;
  readonly #signal: AbortSignal;
  #isCounted = true;
  /** The last heartbeat, and since when it has been unchanged. */
  #beat: { readonly ms: number; readonly sinceMs: number } | undefined;

  /** @param signal ends the wait. */
  constructor(flight: WindowFlight, signal: AbortSignal) {
    this.#flight = flight;
    this.#signal = signal;
    signal.addEventListener('abort', this.leave, { once: true });
  }

  /**
   * Waits for the result: a landing, `undefined` for one that cannot be read, the lead if the leader is gone, or
   * `forgotten` if the flight was deleted. Throws `storage` and the signal's reason.
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

  /** Stops following. Call it in every case at the end; an abort of the signal calls it too. Never throws. */
  readonly leave = (): void => {
    this.#signal.removeEventListener('abort', this.leave);
    if (!this.#isCounted) return;
    this.#isCounted = false;
    const { database, id, logger } = this.#flight;
    database
      .transaction(() => leaveFlight(database, id))
      .catch((error: unknown) => {
        // The landing is then kept for a follower that is gone, and swept later.
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
