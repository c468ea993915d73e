import { heldCredentials } from '../core/auth/heldCredentials.ts';
import { ServiceTime } from '../core/auth/serviceTime.ts';
import { TokenKeepers } from '../core/auth/tokenKeepers.ts';
import type { Credential } from '../core/auth/credential.ts';
import type { ChatBackend, Endpoint } from '../core/chat.ts';
import { createClient } from '../core/client.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { NetworkWatch } from '../core/networkWatch.ts';
import { createQianfanBackend } from '../core/qianfan/http.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import { shortSender } from '../core/qianfan/shortSender.ts';
import type { Experience } from '../core/spend/experience.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { RunOptions } from './cliOptions.ts';
import { accountOf } from './heldCredential.ts';
import { networkWay } from './networkWay.ts';

interface ClientParts {
  readonly options: RunOptions;
  readonly environment: NodeJS.ProcessEnv;
  readonly endpoint: Endpoint;
  readonly credential: Credential;
  readonly ledger: Ledger;
  readonly models: ModelDirectory;
  readonly experience: Experience;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A client that sends requests, with its network connections. */
export interface ConnectedClient {
  readonly backend: ChatBackend;
  /** Closes all connections. */
  close(): Promise<void>;
}

/**
 * Creates a client from the network, the ledger and the credential of the environment. Throws a `Stop` when a proxy is
 * unusable.
 */
export function connectClient(parts: ClientParts): ConnectedClient {
  const { options, environment, endpoint, credential, ledger, models, experience, clock, logger } = parts;
  const way = networkWay(environment);
  for (const address of [endpoint.baseUrl, options.iamUrl, options.oauthUrl]) way.check(address);
  const time = new ServiceTime(clock);
  const fetch = time.watch(way.fetch);
  const keepers = new TokenKeepers({
    send: shortSender({ fetch: () => fetch, clock, logger }),
    clock,
    time,
    logger,
    iamUrl: () => options.iamUrl,
    oauthUrl: () => options.oauthUrl,
  });
  const network = new NetworkWatch({ clock });
  const account = accountOf(credential);
  const backend = createClient({
    transport: createQianfanBackend({
      fetch: () => fetch,
      clock,
      logger,
      timeouts: model => ({
        firstTokenMs: models.find(model).thinking ? 180_000 : 60_000,
        betweenTokensMs: 30_000,
        totalMs: 600_000,
      }),
    }),
    // The environment also determines the endpoint, so the credential may go to any origin.
    credentials: heldCredentials({ find: () => Promise.resolve({ credential, origins: 'any' }), keepers, time }),
    endpoints: () => [endpoint],
    account: () => account,
    ledger,
    experience,
    findPrice: model => models.find(model).price,
    settings: () => ({ maxConcurrency: options.concurrency }),
    onNetworkChange: network.onUp,
    isOffline: network.isOffline,
    clock,
    logger,
  });
  return {
    backend,
    close: async () => {
      keepers.close();
      await way.close();
    },
  };
}
