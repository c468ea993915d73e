import { randomBytes } from 'node:crypto';
import { abortable } from '../core/abortable.ts';
import { connectTeam } from '../core/cache/team/connectTeam.ts';
import { parseTeamAddress } from '../core/cache/team/teamAddress.ts';
import { TeamKey } from '../core/cache/team/teamKey.ts';
import type { TeamServerPart } from '../core/cache/team/teamServer.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { TeamTools } from '../host/cache/teamTools.ts';

interface TeamParts {
  /** Loads the Redis client library. */
  readonly load: () => TeamServerPart;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Returns the core functions used to set up a team cache. Each check opens its own connection. */
export function teamTools({ load, clock, logger }: TeamParts): TeamTools {
  return {
    newKey: () => TeamKey.create().toText(),
    readKey: text => {
      const key = TeamKey.parse(text);
      return typeof key === 'string' ? key : { key: key.toText() };
    },
    readAddress: text => {
      const address = parseTeamAddress(text);
      if (typeof address === 'string') return address;
      const url = new URL(text.trim());
      url.password = '';
      return { url: url.href, ...(address.password !== undefined && { password: address.password }) };
    },
    check: async ({ url, password, key: text }, signal) => {
      const address = parseTeamAddress(url);
      const key = TeamKey.parse(text);
      if (typeof address === 'string' || typeof key === 'string') return 'unfit';
      const nobodyHears = (): void => undefined;
      const listeners = { onDown: nobodyHears, onUp: nobodyHears };
      const secret = { ...(password !== undefined && { password }), key };
      const team = connectTeam({ address, ...secret, load, clock, logger, ...listeners });
      try {
        const verdict = await abortable(team.check(), signal);
        if (verdict !== 'ok') return verdict;
        const startMs = clock.monotonicMs();
        // Look up a random key, a guaranteed miss, to measure how long a question would wait for the team cache.
        await abortable(Promise.resolve(team.answers.get(randomBytes(16).toString('hex'))), signal);
        return { ms: clock.monotonicMs() - startMs };
      } finally {
        team.close();
      }
    },
  };
}
