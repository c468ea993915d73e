import { bearer } from '../../../src/core/auth/apiKey.ts';
import { AnswerCache } from '../../../src/core/cache/answerCache.ts';
import { CacheEpoch } from '../../../src/core/cache/cacheEpoch.ts';
import { WindowFlights } from '../../../src/core/cache/windowFlights.ts';
import { WorkspaceAnswers } from '../../../src/core/cache/workspace/workspaceAnswers.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { exampleSettings } from '../cache/keptExample.ts';

/**
 * A window in a separate process with the whole client, started by `askingProcesses.test.ts` with the arguments
 * `<ledger folder> <workspace folder> <base url> <key> <callers>`. It sends `ready`; on any message it asks the same
 * question for all callers, and sends their answers.
 */
const [folder = '', workspaceFolder = '', baseUrl = '', key = '', callers = '1'] = process.argv.slice(2);

// The timers of the core are unreferenced and do not keep the process alive.
const alive = setInterval(() => undefined, 60_000);

const ledger = exampleLedger({ folder, clock });
const database = () => ledger.file();
const cache = new AnswerCache({
  settings: () => exampleSettings(),
  workspace: new WorkspaceAnswers({
    folder: workspaceFolder,
    sealingKey: () => Promise.resolve(new Uint8Array(32)),
    maxBytes: () => 1 << 20,
    clock,
    logger,
  }),
  team: () => undefined,
  windows: new WindowFlights({ database, clock, logger }),
  epoch: new CacheEpoch(database),
  logger,
});
const timeouts = () => ({ firstTokenMs: 60_000, betweenTokensMs: 60_000, totalMs: 60_000 });
const client = createClient({
  transport: createQianfanBackend({ fetch: () => fetch, clock, logger, timeouts }),
  credentials: () => Promise.resolve(bearer(key)),
  endpoints: () => [{ name: 'simulator', baseUrl }],
  ledger,
  cache,
  clock,
});

async function ask(): Promise<string> {
  const request = exampleRequest({ model: 'ernie-5.1', messages: [{ role: 'user', content: '大家都问这个' }] });
  const events = await readEvents(client(request, new AbortController().signal));
  return events.map(event => (event.type === 'text' ? event.text : '')).join('');
}

async function askForAll(): Promise<void> {
  const texts = await Promise.all(Array.from({ length: Number(callers) }, ask));
  process.send?.(texts);
  await cache.close();
  await ledger.close();
  clearInterval(alive);
  process.disconnect();
}

await ledger.ready();
process.on('message', () => void askForAll());
process.send?.('ready');
