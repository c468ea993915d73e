import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { AnswerKey } from './answerStore.ts';
import type { Landing, Lead } from './flightBoard.ts';
import { beatFlight, endFlight, forgetFlight, LANDING_LIFE_MS, readFlight } from './flightRows.ts';
import { sealLanding } from './sealedLanding.ts';

/** Heartbeat interval while there are followers. */
const BEAT_MS = 1_000;

/** A flight shared by windows, as one of them sees it. */
export interface WindowFlight {
  readonly database: Database;
  readonly key: AnswerKey;
  /** Row id of the flight. */
  readonly id: number;
  /** Random name of this window as leader. */
  readonly owner: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The lead of a flight that the other windows see. */
export class WindowLead implements Lead {
  readonly type = 'lead';
  readonly #flight: WindowFlight;
  #cancelTimer: (() => void) | undefined;

  constructor(flight: WindowFlight) {
    this.#flight = flight;
    this.#beatLater();
  }

  end(landing?: Landing): void {
    if (this.#cancelTimer === undefined) return;
    this.#cancelTimer();
    this.#cancelTimer = undefined;
    const { database, key, id, owner, clock } = this.#flight;
    const seal = (): Uint8Array | undefined => landing && sealLanding(landing, key);
    this.#write(async () => {
      // The first try is synchronous, so the lead is normally released before `end` returns.
      const isLeft = await database.transaction(() => endFlight(database, id, owner, this.#nowMs(), seal));
      if (isLeft) clock.after(LANDING_LIFE_MS, () => this.#forget());
    });
  }

  /** Deletes the landing. Usually the last follower has already done so. */
  #forget(): void {
    const { database, id } = this.#flight;
    this.#write(() => database.transaction(() => forgetFlight(database, id)));
  }

  #beatLater(): void {
    this.#cancelTimer = this.#flight.clock.after(BEAT_MS, () => this.#beat());
  }

  #beat(): void {
    const { database, id, owner, logger } = this.#flight;
    this.#beatLater();
    try {
      const { followers = 0 } = database.read(() => readFlight(database, id)) ?? {};
      // Only followers read the heartbeat. If the database is locked, this beat is skipped; the next one is early
      // enough.
      if (followers > 0) database.tryTransaction(() => beatFlight(database, id, owner, this.#nowMs()));
    } catch (error) {
      logger.debug(`No beat of a shared question: ${describeError(error)}`);
    }
  }

  #nowMs(): number {
    return Math.floor(this.#flight.clock.now());
  }

  /** If a write fails, the followers notice that the heartbeat has stopped. */
  #write(run: () => Promise<void>): void {
    run().catch((error: unknown) => {
      this.#flight.logger.debug(`The end of a shared question is not told: ${describeError(error)}`);
    });
  }
}
