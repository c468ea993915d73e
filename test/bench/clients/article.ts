import { setTimeout as sleep } from 'node:timers/promises';
import { CREDENTIALS } from '../service/tokens.ts';
import { QUESTION, type BenchClient, type ClientOptions } from './benchClient.ts';
import { FairQueue } from './fairQueue.ts';
import { NoAnswerError } from './readAnswer.ts';

const AT_A_TIME = 5;
const ATTEMPTS = 3;
const TIMEOUT_MS = 30_000;

/**
 * The algorithm of the article that this project started from: five requests at a time, three attempts with 2ⁿ seconds
 * between them on HTTP 429 only, 30 s for an answer that is not streamed, and an access token that is fetched once.
 */
export function article({ url }: ClientOptions): BenchClient {
  const queue = new FairQueue(AT_A_TIME);
  let token: Promise<string> | undefined;

  async function ask(signal: AbortSignal): Promise<void> {
    token ??= fetchToken(url);
    const address = `${url}/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro?access_token=${await token}`;
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ role: 'user', content: QUESTION }] }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const answer = (await response.json()) as { result?: string };
      if (response.ok && answer.result !== undefined) return;
      if (response.status !== 429 || attempt + 1 === ATTEMPTS) throw new NoAnswerError(`HTTP ${response.status}`);
      await sleep(2 ** attempt * 1000, undefined, { signal });
    }
  }

  return {
    async ask(signal) {
      const startedAtMs = performance.now();
      await queue.run(() => ask(signal));
      const totalMs = performance.now() - startedAtMs;
      return { firstTokenMs: totalMs, totalMs };
    },
    close: () => Promise.resolve(),
  };
}

async function fetchToken(url: string): Promise<string> {
  const { appKey, appSecret } = CREDENTIALS;
  const query = `grant_type=client_credentials&client_id=${appKey}&client_secret=${appSecret}`;
  const response = await fetch(`${url}/oauth/2.0/token?${query}`, { method: 'POST' });
  return ((await response.json()) as { access_token: string }).access_token;
}
