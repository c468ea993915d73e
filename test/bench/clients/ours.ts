import type { Budget } from '../../../src/core/budget.ts';
import { randomUUID } from 'node:crypto';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { SharedTokens } from '../../../src/core/auth/sharedTokens.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import type { ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { nanoYuanOf } from '../../../src/core/money.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type BenchClient, type ClientOptions, type Proof } from './benchClient.ts';
import { countedClock } from './countedClock.ts';
import { follow } from './follow.ts';
import { ourJob } from './ourJob.ts';

/** The default timeouts of the settings. */
const TIMEOUTS = { firstTokenMs: 180_000, betweenTokensMs: 30_000, totalMs: 600_000 };
const MAX_OUTPUT_TOKENS = 4_096;

/** More than any run can spend: the budget is tracked, but never blocks. */
const BUDGETS: readonly Budget[] = [{ scope: 'all', name: '', period: 'day', limitNanoYuan: nanoYuanOf(1_000_000) }];

const HELD: Readonly<Record<Proof, Credential>> = {
  key: { kind: 'apiKey', key: CREDENTIALS.key },
  access: { kind: 'app', apiKey: CREDENTIALS.appKey, secretKey: CREDENTIALS.appSecret },
  minted: { kind: 'iam', accessKey: CREDENTIALS.accessKey, secretKey: CREDENTIALS.secretKey },
};

/** A fixed key in place of the one that all windows of a user share. */
const SEALING_KEY = new Uint8Array(32).fill(7);

/**
 * This project's client as the extension builds it: with a ledger on disk, a budget and shared tokens, and all defaults
 * except the number of concurrent requests.
 *
 * @param isStored without a ledger there is no budget either, and nothing is remembered.
 */
export function ours({ url, proof, folder, maxConcurrency }: ClientOptions, isStored = true): BenchClient {
  const clock = countedClock(systemClock);
  const ledger = new Ledger({ folder, clock, logger });
  const time = new ServiceTime(clock);
  const fetch = (): typeof globalThis.fetch => time.watch(globalThis.fetch);
  const shared = new SharedTokens({
    database: () => ledger.file(),
    sealingKey: () => Promise.resolve(SEALING_KEY),
    clock,
    logger,
  });
  const keepers = new TokenKeepers({
    send: shortSender({ fetch, clock, logger }),
    clock,
    time,
    logger,
    iamUrl: () => url,
    oauthUrl: () => url,
    share: (origin, fetchToken) => shared.share(origin, fetchToken),
  });
  const find = () => Promise.resolve({ credential: HELD[proof], origins: 'any' } as const);
  const endpoint: Endpoint = {
    name: 'bench',
    ...(proof === 'access' ? { baseUrl: url, api: 'v1' } : { baseUrl: `${url}/v2` }),
  };
  const backend = createClient({
    transport: createQianfanBackend({ fetch, clock, logger, timeouts: () => TIMEOUTS }),
    credentials: heldCredentials({ find, keepers, time }),
    endpoints: () => [endpoint],
    ...(isStored && { ledger, budgets: () => BUDGETS }),
    findPrice: model => findModel(model)?.price,
    settings: () => ({ maxConcurrency }),
    clock,
  });
  return {
    ask: (signal, urgency) => follow(backend(benchRequest(proof, urgency), signal)),
    ...(isStored && {
      batch: (questions: number, signal: AbortSignal) =>
        ourJob({ backend, ledger, folder, maxConcurrency, clock }, questions, signal),
    }),
    openTimers: () => clock.openTimers(),
    async close() {
      keepers.close();
      await ledger.close();
    },
  };
}

function benchRequest(proof: Proof, urgency: 'person' | 'batch'): ChatRequest {
  return {
    questionId: randomUUID(),
    feature: 'chat',
    workspace: 'bench',
    consumer: 'self',
    cause: urgency === 'batch' ? 'batch' : 'user',
    // V1's URL names the model, whose price is not in the catalogue.
    model: proof === 'access' ? 'ernie-4.0-8k' : MODEL,
    messages: [{ role: 'user', content: QUESTION }],
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    ...(proof === 'access' && { consent: { allowance: 'unpriced' as const } }),
  };
}
