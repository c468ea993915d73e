import { bearer } from '../../../src/core/auth/apiKey.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type BenchClient, type ClientOptions } from './benchClient.ts';
import { follow } from './follow.ts';

/** This project's network backend alone, without any policy: measures the cost of reading the protocol. */
export function oursBare({ url }: ClientOptions): BenchClient {
  const backend = createQianfanBackend({
    fetch: () => globalThis.fetch,
    clock,
    logger,
    timeouts: () => ({ firstTokenMs: 180_000, betweenTokensMs: 30_000, totalMs: 600_000 }),
  });
  const authorization = bearer(CREDENTIALS.key);
  return {
    ask: signal =>
      follow(
        backend(
          {
            questionId: 'bench',
            feature: 'chat',
            workspace: 'bench',
            consumer: 'self',
            cause: 'user',
            model: MODEL,
            messages: [{ role: 'user', content: QUESTION }],
            maxOutputTokens: 4_096,
            endpoint: { name: 'bench', baseUrl: `${url}/v2` },
            attempt: 1,
            arrivedAtMs: 0,
            inputTokens: 0,
            inputCounts: { han: 0, word: 0, mark: 0, digit: 0, other: 0 },
            onLimits() {},
            onAnswerStarted() {},
            onAnswerRefused() {},
            authorization,
          },
          signal,
        ),
      ),
    close: () => Promise.resolve(),
  };
}
