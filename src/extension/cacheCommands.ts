import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { AnswerCaches } from '../host/cache/answerCaches.ts';
import { clearCache } from '../host/cache/clearCache.ts';
import type { TeamAccess } from '../host/cache/teamAccess.ts';
import { setTeamCache } from '../host/cache/setTeamCache.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';

interface CacheCommandParts {
  readonly caches: AnswerCaches;
  readonly team: TeamAccess;
  readonly clock: Clock;
  readonly logger: Logger;
}

type CacheCommandId = typeof COMMANDS.clearCache | typeof COMMANDS.setTeamCache;

/** Returns the commands of the answer cache. */
export function cacheCommands({ caches, team, clock, logger }: CacheCommandParts): Pick<CommandTable, CacheCommandId> {
  return {
    [COMMANDS.clearCache]: () => clearCache(caches, clock),
    [COMMANDS.setTeamCache]: () => setTeamCache(team, logger),
  };
}
