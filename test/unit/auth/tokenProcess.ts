import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { SharedTokens } from '../../../src/core/auth/sharedTokens.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { IAM } from './tokenStage.ts';

/**
 * A window in its own process, started by `tokenProcesses.test.ts` as `<folder> <URL of IAM>`. It gets a token as the
 * extension does, reports the token and exits.
 */
const [folder = '', iamUrl = ''] = process.argv.slice(2);

// The timers of the core are unreferenced and do not keep the process alive.
const alive = setInterval(() => undefined, 60_000);

const ledger = exampleLedger({ folder, clock });
const time = new ServiceTime(clock);
const shared = new SharedTokens({
  database: () => ledger.file(),
  sealingKey: async () => new Uint8Array(32).fill(7),
  clock,
  logger,
});
const keepers = new TokenKeepers({
  send: shortSender({ fetch: () => globalThis.fetch, clock, logger }),
  clock,
  time,
  logger,
  iamUrl: () => iamUrl,
  oauthUrl: () => iamUrl,
  share: (origin, fetch) => shared.share(origin, fetch),
});
const credentials = heldCredentials({ find: async () => ({ credential: IAM, origins: 'any' }), keepers, time });

await ledger.ready();
process.send?.('ready');
process.once('message', () => void prove());

async function prove(): Promise<void> {
  const { secrets } = await credentials({ name: 'V2', baseUrl: `${iamUrl}/v2` }, new AbortController().signal);
  process.send?.(secrets.join());
  await ledger.close();
  clearInterval(alive);
  process.disconnect();
}
