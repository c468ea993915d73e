import assert from 'node:assert/strict';
import type { Landing, Lead } from '../../../../src/core/cache/flightBoard.ts';
import { ServerHealth } from '../../../../src/core/cache/team/serverHealth.ts';
import { TeamAnswers } from '../../../../src/core/cache/team/teamAnswers.ts';
import { TeamFlights } from '../../../../src/core/cache/team/teamFlights.ts';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';
import { TeamNames } from '../../../../src/core/cache/team/teamNames.ts';
import type { Waiting } from '../../../../src/core/chat.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { MemoryTeamServer, TeamMemory } from '../../../support/memoryTeamServer.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

export const QUESTION = 'question';

/** A caller that waits for a lead or an answer. */
export interface Asker {
  readonly told: Waiting[];
  /** Set when it no longer waits. `got` may be `undefined`. */
  result?: { readonly got: Lead | Landing | undefined };
  thrown?: unknown;
}

/** A team with a virtual clock. */
export class FlightAskers {
  readonly clock = new VirtualClock();
  readonly memory = new TeamMemory(this.clock);
  readonly #key = TeamKey.create();
  readonly names = new TeamNames(this.#key.nameKey);

  /** Creates a computer of the team, with its connection to the server. */
  computer(): { readonly flights: TeamFlights; readonly server: MemoryTeamServer } {
    const { clock, names } = this;
    const server = new MemoryTeamServer(this.memory, clock);
    const told = { onDown: () => undefined, onUp: () => undefined };
    const health = new ServerHealth({ makeServer: () => server, name: '', clock, logger: silentLogger, ...told });
    const answers = new TeamAnswers(health, this.#key, names, clock);
    return { flights: new TeamFlights(health, answers, names, clock), server };
  }

  /** Takes a flight on a computer, by default a new one, without advancing the clock. */
  async ask(flights = this.computer().flights, key = QUESTION, signal = new AbortController().signal): Promise<Asker> {
    const asker: Asker = { told: [] };
    const run = async (): Promise<void> => {
      const steps = flights.take(key, signal);
      for (;;) {
        const step = await steps.next();
        if (step.done === true) {
          asker.result = { got: step.value };
          return;
        }
        asker.told.push(step.value);
      }
    };
    run().catch((error: unknown) => (asker.thrown = error));
    await this.clock.advance(0);
    return asker;
  }
}

export function leadOf(asker: Asker): Lead {
  const got = asker.result?.got;
  assert.ok(got?.type === 'lead', JSON.stringify(asker));
  return got;
}

export function waits(asker: Asker): boolean {
  return asker.result === undefined && asker.thrown === undefined;
}
