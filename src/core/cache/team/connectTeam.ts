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
 * The library's own limit, which is only to end what nobody waits for any more. Questions wait for 50 ms; who ends them
 * also knows whether it was this process that did not run, which a mere timer takes for silence of the server.
 */
const COMMAND_TIMEOUT_MS = 250;

/** What a team's cache is made of. */
export interface TeamOptions {
  readonly address: TeamAddress;
  /** In place of one in the address. */
  readonly password?: string;
  readonly key: TeamKey;
  /** Loads the library. Called when the first question comes. */
  readonly load: () => TeamServerPart;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once each time the server cannot be used any more, and once when it can be again. */
  readonly onDown: (fault: TeamFault) => void;
  readonly onUp: () => void;
}

/** A team's cache. Nothing in it ever throws. */
export interface TeamConnection {
  readonly answers: AnswerStore;
  readonly flights: FlightBoard;
  /** Deletes all answers of the team. Returns how many there were, and why where that is not known. */
  clear(): Promise<number | TeamFault>;
  /** About how many answers the team has. */
  count(): Promise<number | undefined>;
  /** Tries all that the cache does on the server, and says what is in the way. */
  check(): Promise<'ok' | TeamFault>;
  /** Gives up what is held on the server, and lets the connection go. */
  close(): void;
}

/** Makes a team's cache. It connects when it is first asked for something. */
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
