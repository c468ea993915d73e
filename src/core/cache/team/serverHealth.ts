import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { inTime } from './inTime.ts';
import { isOfTheCommand, teamFaultOf, type TeamFault } from './teamFault.ts';
import type { TeamServer } from './teamServer.ts';

/** How long a question waits for the team's server. */
const COMMAND_LIMIT_MS = 50;

/** How long a server that failed is not used. */
const PAUSE_MS = 30_000;

/** What `ServerHealth` needs. */
export interface ServerHealthOptions {
  /** Called on first use. */
  readonly makeServer: () => TeamServer;
  /** Name of the server, for the log. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once when the server becomes unusable. */
  readonly onDown: (fault: TeamFault) => void;
  /** Called once when it is usable again. */
  readonly onUp: () => void;
}

/** `apart`: not connected, without a known fault. */
type State = 'apart' | 'up' | 'down' | 'closed';

/**
 * Circuit breaker for a team's server, so that it never slows questions down. The first question that meets a dead,
 * frozen or slow server waits for it; then the server is not used for 30 s. The next question after that starts a
 * reconnection in the background, without waiting for it.
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
   * Runs a command for a question. Resolves with `undefined` if it failed, for whatever reason. Takes at most 50 ms and
   * never rejects. While the server is up, the command is sent before this returns, after all earlier commands.
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
    // Here `late` proves nothing, because the command did not have the full time.
    if (outcome.type === 'error') this.#judge(teamFaultOf(outcome.error), 'just connected');
    return undefined;
  }

  /**
   * Runs a command that the user waits for: even while the server is paused, and without a time limit. Resolves with
   * the fault if it failed. Never rejects.
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

  /** Closes the connection for good, after everything already sent. */
  close(): void {
    this.#state = 'closed';
    this.#made?.disconnect();
  }

  get #server(): TeamServer {
    return (this.#made ??= this.#options.makeServer());
  }

  /** Updates the state after a fault of a server that was up. */
  #judge(fault: TeamFault, connection: 'of before' | 'just connected' = 'of before'): TeamFault {
    if (isOfTheCommand(fault)) {
      this.#options.logger.debug(`The team's server refused a command: ${fault}`);
    } else if (fault === 'disconnected' && connection === 'of before') {
      // The server may close idle connections.
      if (this.#state === 'up') this.#state = 'apart';
    } else {
      this.#wentDown(fault);
    }
    return fault;
  }

  /** Waits for the connection, at most as long as for a command. Returns whether there is one. */
  async #connected(): Promise<boolean> {
    const { clock } = this.#options;
    if (this.#state === 'apart') {
      const done = this.#connect();
      const leftMs = this.#connectingSinceMs + COMMAND_LIMIT_MS - clock.monotonicMs();
      if (leftMs > 0) await inTime(clock, leftMs, done);
    }
    return this.#state === 'up';
  }

  /** Connects, unless an attempt is already under way. Resolves with the fault if that fails. */
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
    // Connecting takes several round trips, so the speed is measured with a second ping. A slow server is not used.
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
    // Nobody waits for the pending commands any more, and a dead connection must not be used again.
    this.#made?.disconnect();
    if (this.#toldFault === undefined) {
      this.#toldFault = fault;
      logger.warn(`The team's cache cannot be used: ${name}, ${fault}`);
      onDown(fault);
    }
    return fault;
  }
}
