import type * as vscode from 'vscode';
import { AnswerCache } from '../core/cache/answerCache.ts';
import { AnswerFolders } from '../core/cache/answerFolders.ts';
import { CacheContents } from '../core/cache/cacheContents.ts';
import { CacheEpoch } from '../core/cache/cacheEpoch.ts';
import type { CacheSettings } from '../core/cache/cacheSettings.ts';
import { WindowFlights } from '../core/cache/windowFlights.ts';
import { WorkspaceAnswers } from '../core/cache/workspace/workspaceAnswers.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { AnswerCaches } from '../host/cache/answerCaches.ts';
import type { TeamAccess } from '../host/cache/teamAccess.ts';
import { TeamOutages } from '../host/cache/teamOutages.ts';
import { TeamSecrets } from '../host/cache/teamSecrets.ts';
import { tellTeamCacheDown } from '../host/cache/tellTeamCacheDown.ts';
import type { Configuration } from '../host/configuration.ts';
import { loadRedisClient } from '../host/network/loadRedisClient.ts';
import { tellNotKept } from '../host/storageNotices.ts';
import { TeamLink } from './teamLink.ts';
import { teamTools } from './teamTools.ts';

interface CacheParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  /** Key known only to this installation. */
  readonly sealingKey: () => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The answer cache, its contents for the commands, and access to the team cache. */
export interface ConnectedCache {
  readonly cache: AnswerCache;
  readonly contents: AnswerCaches;
  readonly team: TeamAccess;
  /** Stops background work and flushes pending writes. */
  close(): Promise<void>;
  dispose(): void;
}

/** Connects the cache levels to the settings, the files and the team server. Opens nothing until the first question. */
export function connectCache(parts: CacheParts): ConnectedCache {
  const { context, configuration, ledger, clock, logger } = parts;
  // `storageUri` is undefined when no folder is open.
  const folder = (context.storageUri ?? context.globalStorageUri).fsPath;
  const database = (): Promise<Database> => ledger.file();
  const epoch = new CacheEpoch(database);
  const folders = new AnswerFolders(database);

  const workspace = new WorkspaceAnswers({
    folder,
    sealingKey: async () => {
      await folders.add(folder);
      return parts.sealingKey();
    },
    maxBytes: () => 1024 * 1024 * configuration.get('wenxin.cache.maxSizeMb'),
    clock,
    logger,
    onUnavailable: tellNotKept,
  });
  const access: TeamAccess = {
    secrets: new TeamSecrets(context.secrets),
    tools: teamTools({ load: loadRedisClient, clock, logger }),
    isOn: () => configuration.get('wenxin.cache.redis'),
    turn: on => configuration.update('wenxin.cache.redis', on),
  };
  const outages = new TeamOutages(clock, () => void tellTeamCacheDown());
  const link = new TeamLink({
    access,
    load: loadRedisClient,
    onDown: () => outages.down(),
    onUp: () => outages.up(),
    clock,
    logger,
  });
  const team = link.current;
  const cache = new AnswerCache({
    settings: () => settingsOf(configuration),
    workspace,
    team,
    windows: new WindowFlights({ database, clock, logger }),
    epoch,
    logger,
  });

  const subscriptions = [
    { dispose: ledger.onDidChange(() => void cache.look()) },
    access.secrets.onDidChange(() => void link.adapt()),
    {
      dispose: configuration.onDidChange(() => {
        cache.adapt();
        void link.adapt();
      }),
    },
  ];
  void link.adapt();
  return {
    cache,
    contents: new CacheContents({ cache, workspace, folder, folders, epoch, team, clock, logger }),
    team: access,
    close: async () => {
      link.close();
      await cache.close();
    },
    dispose: () => subscriptions.forEach(subscription => subscription.dispose()),
  };
}

function settingsOf(configuration: Configuration): CacheSettings {
  return {
    enabled: configuration.get('wenxin.cache.enabled'),
    memoryEntries: configuration.get('wenxin.cache.memoryEntries'),
    ttlHours: configuration.get('wenxin.cache.ttlHours'),
    featureTtlHours: configuration.get('wenxin.cache.featureTtlHours'),
    staleWhileRevalidate: configuration.get('wenxin.cache.staleWhileRevalidate'),
  };
}
