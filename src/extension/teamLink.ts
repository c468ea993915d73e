import { connectTeam, type TeamConnection } from '../core/cache/team/connectTeam.ts';
import { parseTeamAddress } from '../core/cache/team/teamAddress.ts';
import { TeamKey } from '../core/cache/team/teamKey.ts';
import type { TeamServerPart } from '../core/cache/team/teamServer.ts';
import type { Clock } from '../core/clock.ts';
import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { TeamAccess } from '../host/cache/teamAccess.ts';
import type { TeamSecret } from '../host/cache/teamSecrets.ts';

interface TeamLinkOptions {
  readonly access: TeamAccess;
  /** Loads the Redis client library. */
  readonly load: () => TeamServerPart;
  /** Called each time the server stops responding; `onUp` when it responds again. */
  readonly onDown: () => void;
  readonly onUp: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Holds the connection to the team cache while it is configured and enabled. */
export class TeamLink {
  readonly #options: TeamLinkOptions;
  #connection: TeamConnection | undefined;
  #secret: TeamSecret | undefined;
  /** Generation counter: reads of the secrets can finish out of order, and only the newest one counts. */
  #readings = 0;

  constructor(options: TeamLinkOptions) {
    this.#options = options;
  }

  readonly current = (): TeamConnection | undefined => this.#connection;

  /** Applies the setting and the secrets. Sends nothing before the first question. Never throws. */
  async adapt(): Promise<void> {
    const reading = ++this.#readings;
    const secret = await this.#read();
    if (reading !== this.#readings || isSame(secret, this.#secret)) return;
    this.#connection?.close();
    this.#secret = secret;
    this.#connection = secret && this.#connect(secret);
  }

  close(): void {
    this.#readings++;
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #read(): Promise<TeamSecret | undefined> {
    const { access, logger } = this.#options;
    try {
      return access.isOn() ? await access.secrets.read() : undefined;
    } catch (error) {
      logger.warn(`The team cache is not used: ${describeError(error)}`);
      return undefined;
    }
  }

  #connect({ url, password, key: text }: TeamSecret): TeamConnection | undefined {
    const { load, onDown, onUp, clock, logger } = this.#options;
    const address = parseTeamAddress(url);
    const key = TeamKey.parse(text);
    if (typeof address === 'string' || typeof key === 'string') {
      logger.warn('The team cache is not used: its address or its key cannot be read');
      return undefined;
    }
    return connectTeam({
      address,
      ...(password !== undefined && { password }),
      key,
      load,
      clock,
      logger,
      onDown,
      onUp,
    });
  }
}

function isSame(one: TeamSecret | undefined, other: TeamSecret | undefined): boolean {
  return one?.url === other?.url && one?.password === other?.password && one?.key === other?.key;
}
