import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { AnswerStore } from '../answerStore.ts';
import type { FlightBoard } from '../flightBoard.ts';
import { checkTeam } from './checkTeam.ts';
import { ServerHealth } from './serverHealth.ts';
import type { TeamAddress } from './teamAddress.ts';
import { TeamAnswers } from './teamAnswers.ts';
import type { TeamFault } from './teamFault.ts';
import { TeamFlights } from './teamFlights.ts';
import type { TeamKey } from './teamKey.ts';
import { TeamNames } from './teamNames.ts';
import type { TeamServerPart } from './teamServer.ts';

const CONNECT_TIMEOUT_MS = 500;

/**
 * The client library's own limit. It only ends commands that no caller awaits any more: questions give up after 50 ms,
 * and `inTime` also detects a blocked event loop, which a plain timer would take for a silent server.
 */
const COMMAND_TIMEOUT_MS = 250;

/** Options of a team's cache. */
export interface TeamOptions {
  readonly address: TeamAddress;
  /** Overrides the password in the address. */
  readonly password?: string;
  readonly key: TeamKey;
  /** Loads the Redis client; called for the first question. */
  readonly load: () => TeamServerPart;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once when the server becomes unusable, and `onUp` once when it is usable again. */
  readonly onDown: (fault: TeamFault) => void;
  readonly onUp: () => void;
}

/** A team's cache. Its members never throw. */
export interface TeamConnection {
  readonly answers: AnswerStore;
  readonly flights: FlightBoard;
  /** Deletes all answers of the team. Returns how many there were, or the fault. */
  clear(): Promise<number | TeamFault>;
  /** Returns the approximate number of the team's answers; `undefined` if the server does not answer. */
  count(): Promise<number | undefined>;
  /** Tries on the server everything the cache does there. Returns the fault if something does not work. */
  check(): Promise<'ok' | TeamFault>;
  /** Releases all leases and closes the connection. */
  close(): void;
}

/** Creates a team's cache. It connects on first use. */
export function connectTeam(options: TeamOptions): TeamConnection {
  const { address, password = address.password, key, load, clock, logger, onDown, onUp } = options;
  const { name, host, port, isTls, user, database } = address;
  const place = {
    host,
    port,
    isTls,
    database,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    commandTimeoutMs: COMMAND_TIMEOUT_MS,
  };
  const makeServer = () => load().createRedisClient(place);
  const health = new ServerHealth({ makeServer, name, clock, logger, onDown, onUp });
  const names = new TeamNames(key.nameKey);
  const answers = new TeamAnswers(health, key, names, clock);
  const flights = new TeamFlights(health, answers, names, clock);
  return {
    answers,
    flights,
    async clear() {
      const result = await health.ask(server => server.deleteAll(names.answers));
      return typeof result === 'string' ? result : result.value;
    },
    async count() {
      const result = await health.ask(server => server.count(names.answers));
      return typeof result === 'string' ? undefined : result.value;
    },
    check: () => checkTeam(health, names),
    close() {
      flights.close();
      health.close();
    },
  };
}
