import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { inTime } from './inTime.ts';
import { isOfTheCommand, teamFaultOf, type TeamFault } from './teamFault.ts';
import type { TeamServer } from './teamServer.ts';

/** So long a question waits for the team's server, once. */
const COMMAND_LIMIT_MS = 50;

/** So long a server that failed is not asked. */
const PAUSE_MS = 30_000;

/** What `ServerHealth` needs. */
export interface ServerHealthOptions {
  /** Called when it is first needed. */
  readonly makeServer: () => TeamServer;
  /** Of the server, for the log. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once when the server cannot be used any more. */
  readonly onDown: (fault: TeamFault) => void;
  /** Called once when it can be used again. */
  readonly onUp: () => void;
}

/** `apart`: not connected, and nobody knows why it should not be possible. */
type State = 'apart' | 'up' | 'down' | 'closed';

/**
 * Keeps a team's server from costing anybody time. A dead, frozen or slow one is waited for once, and then left alone
 * for 30 s; the next question after that has it tried in the background, and does not wait for that either.
 */
export class ServerHealth {
  readonly #options: ServerHealthOptions;
  #made: TeamServer | undefined;
  #state: State = 'apart';
  #pausedUntilMs = 0;
  #connecting: Promise<TeamFault | undefined> | undefined;
  #connectingSinceMs = 0;
  #toldFault: TeamFault | undefined;

  constructor(options: ServerHealthOptions) {
    this.#options = options;
  }

  /**
   * Has the server do something for a question. `undefined` when it did not, for whatever reason. Never rejects, and takes
   * no longer than 50 ms. While the server is up the command is sent before this returns, behind those before it.
   */
  async run<T>(command: (server: TeamServer) => Promise<T>): Promise<T | undefined> {
    const { clock } = this.#options;
    if (this.#state === 'down') {
      if (clock.monotonicMs() >= this.#pausedUntilMs) void this.#connect();
      return undefined;
    }
    const sinceMs = clock.monotonicMs();
    if (this.#state === 'up') {
      const outcome = await inTime(clock, COMMAND_LIMIT_MS, command(this.#server));
      if (outcome.type === 'value') return outcome.value;
      const fault = this.#judge(outcome.type === 'late' ? 'slow' : teamFaultOf(outcome.error));
      if (fault !== 'disconnected') return undefined;
    }
    if (!(await this.#connected())) return undefined;
    const leftMs = sinceMs + COMMAND_LIMIT_MS - clock.monotonicMs();
    const outcome = await inTime(clock, leftMs, command(this.#server));
    if (outcome.type === 'value') return outcome.value;
    // Late is only what had its full time.
    if (outcome.type === 'error') this.#judge(teamFaultOf(outcome.error), 'just connected');
    return undefined;
  }

  /**
   * Has the server do something that a person waits for: also while it is left alone, and for as long as it takes. Gives
   * the fault where it did not. Never rejects.
   */
  async ask<T>(command: (server: TeamServer) => Promise<T>): Promise<{ readonly value: T } | TeamFault> {
    for (let hasReconnected = false; ; hasReconnected = true) {
      const fault = this.#state === 'up' ? undefined : await this.#connect();
      if (fault !== undefined) return fault;
      try {
        return { value: await command(this.#server) };
      } catch (error) {
        const failed = this.#judge(teamFaultOf(error));
        if (failed !== 'disconnected' || hasReconnected) return failed;
      }
    }
  }

  /** Lets the connection go for good, behind what was sent already. */
  close(): void {
    this.#state = 'closed';
    this.#made?.disconnect();
  }

  get #server(): TeamServer {
    return (this.#made ??= this.#options.makeServer());
  }

  /** Does what has to be done about a fault of a server that was up. */
  #judge(fault: TeamFault, connection: 'of before' | 'just connected' = 'of before'): TeamFault {
    if (isOfTheCommand(fault)) {
      this.#options.logger.debug(`The team's server refused a command: ${fault}`);
    } else if (fault === 'disconnected' && connection === 'of before') {
      // It may close what was idle for long.
      if (this.#state === 'up') this.#state = 'apart';
    } else {
      this.#wentDown(fault);
    }
    return fault;
  }

  /** Whether there is a connection, which is waited for no longer than a command. */
  async #connected(): Promise<boolean> {
    const { clock } = this.#options;
    if (this.#state === 'apart') {
      const done = this.#connect();
      const leftMs = this.#connectingSinceMs + COMMAND_LIMIT_MS - clock.monotonicMs();
      if (leftMs > 0) await inTime(clock, leftMs, done);
    }
    return this.#state === 'up';
  }

  /** Connects, if nobody does so already. Gives the fault where that fails. */
  #connect(): Promise<TeamFault | undefined> {
    if (this.#state === 'closed') return Promise.resolve('disconnected');
    if (this.#connecting === undefined) {
      this.#connectingSinceMs = this.#options.clock.monotonicMs();
      this.#connecting = this.#tryToConnect().finally(() => (this.#connecting = undefined));
    }
    return this.#connecting;
  }

  async #tryToConnect(): Promise<TeamFault | undefined> {
    const { clock } = this.#options;
    try {
      await this.#server.ping();
    } catch (error) {
      return this.#wentDown(teamFaultOf(error));
    }
    // To connect takes several round trips. One that is too slow for questions is not used.
    const answer = await inTime(clock, COMMAND_LIMIT_MS, this.#server.ping());
    if (answer.type === 'value') return this.#wentUp();
    return this.#wentDown(answer.type === 'late' ? 'slow' : teamFaultOf(answer.error));
  }

  #wentUp(): TeamFault | undefined {
    const { name, logger, onUp } = this.#options;
    if (this.#state === 'closed') return 'disconnected';
    this.#state = 'up';
    if (this.#toldFault === undefined) return undefined;
    this.#toldFault = undefined;
    logger.info(`The team's cache is back: ${name}`);
    onUp();
    return undefined;
  }

  #wentDown(fault: TeamFault): TeamFault {
    const { name, clock, logger, onDown } = this.#options;
    if (this.#state === 'closed') return 'disconnected';
    this.#state = 'down';
    this.#pausedUntilMs = clock.monotonicMs() + PAUSE_MS;
    // What was sent to it is not waited for any more, and a connection that leads nowhere must not be used again.
    this.#made?.disconnect();
    if (this.#toldFault === undefined) {
      this.#toldFault = fault;
      logger.warn(`The team's cache cannot be used: ${name}, ${fault}`);
      onDown(fault);
    }
    return fault;
  }
}
