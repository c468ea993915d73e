// Runs a job against a simulator in its own process, with the arguments FOLDER BASE_URL KEY JOB. It sends `ready`, and
// begins after any message.
import { once } from 'node:events';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import { storeOn } from './runnerStage.ts';

const [folder = '', baseUrl = '', key = '', jobId = ''] = process.argv.slice(2);

// The timers of the program do not keep the process alive.
const alive = setInterval(() => undefined, 1_000);
const ledger = new Ledger({ folder, clock, logger });
const backend = createClient({
  transport: createQianfanBackend({
    fetch: () => globalThis.fetch,
    timeouts: () => ({ firstTokenMs: 20_000, betweenTokensMs: 20_000, totalMs: 60_000 }),
    clock,
    logger,
  }),
  credentials: async () => bearer(key),
  endpoints: () => [{ name: 'simulator', baseUrl }],
  ledger,
  findPrice: model => findModel(model)?.price,
  settings: () => ({ maxConcurrency: 8 }),
  clock,
});
const store = storeOn(ledger, clock);
await ledger.ready();
const runner = new JobRunner({ store, backend, concurrency: () => 8, clock, logger });
process.send?.('ready');
await once(process, 'message');
await runner.run(jobId, new AbortController().signal);
await ledger.close();
clearInterval(alive);
process.disconnect?.();
