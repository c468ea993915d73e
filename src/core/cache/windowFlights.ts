import { randomUUID } from 'node:crypto';
import { abortable } from '../abortable.ts';
import type { Waiting } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { AnswerKey } from './answerStore.ts';
import type { FlightBoard, Landing, Lead } from './flightBoard.ts';
import { hasOtherWindows, joinFlight } from './flightRows.ts';
import { FollowedFlight } from './followedFlight.ts';
import { flightNameOf } from './sealedLanding.ts';
import { WindowLead } from './windowLead.ts';

interface WindowFlightsOptions {
  /** The file that all windows share. */
  readonly database: () => Promise<Database>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The lead of a window that is alone: it is not written to the file, so there is nothing to end. */
const UNSEEN_LEAD: Lead = { type: 'lead', end: () => undefined };

/**
 * Board on which one window sends a question that several windows ask at the same time; the others wait for its answer.
 * The answer is stored in the file encrypted, and only while there are followers. A later window starts a new flight.
 */
export class WindowFlights implements FlightBoard {
  readonly #options: WindowFlightsOptions;

  constructor(options: WindowFlightsOptions) {
    this.#options = options;
  }

  async *take(key: AnswerKey, signal: AbortSignal): AsyncGenerator<Waiting, Lead | Landing | undefined> {
    signal.throwIfAborted();
    const { clock, logger } = this.#options;
    try {
      const database = await abortable(this.#options.database(), signal);
      if (!database.read(() => hasOtherWindows(database))) return UNSEEN_LEAD;
      for (let hasTold = false; ; hasTold = true) {
        const owner = randomUUID();
        const join = (): ReturnType<typeof joinFlight> =>
          joinFlight(database, flightNameOf(key), owner, Math.floor(clock.now()));
        const { id, isLead } = await database.transaction(join, signal);
        const flight = { database, key, id, owner, clock, logger };
        if (isLead) return leadUnless(signal, new WindowLead(flight));
        const followed = new FollowedFlight(flight, signal);
        try {
          if (!hasTold) yield { type: 'waiting', why: 'flight' };
          const end = await followed.end();
          if (end !== 'forgotten') return end instanceof WindowLead ? leadUnless(signal, end) : end;
        } finally {
          followed.leave();
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(`Windows do not share a question: ${describeError(error)}`);
      return undefined;
    }
  }
}

/** A caller that has left in the meantime must not keep the lead. */
function leadUnless(signal: AbortSignal, lead: Lead): Lead {
  if (signal.aborted) lead.end();
  signal.throwIfAborted();
  return lead;
}
