import { request } from 'undici';
import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type BenchClient, type ClientOptions } from './benchClient.ts';
import { NoAnswerError, readAnswer } from './readAnswer.ts';

/** `undici.request` with its global dispatcher and nothing around it: the minimum cost of HTTP in Node. */
export function undiciRequest({ url }: ClientOptions): BenchClient {
  return {
    async ask(signal) {
      const startedAtMs = performance.now();
      const { statusCode, headers, body } = await request(`${url}/v2/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${CREDENTIALS.key}` },
        body: JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: QUESTION }] }),
        signal,
      });
      if (statusCode !== 200 || !String(headers['content-type']).startsWith('text/event-stream')) {
        await body.dump();
        throw new NoAnswerError(`HTTP ${statusCode}`);
      }
      const firstAtMs = await readAnswer(body as AsyncIterable<Uint8Array>);
      return { firstTokenMs: firstAtMs - startedAtMs, totalMs: performance.now() - startedAtMs };
    },
    close: () => Promise.resolve(),
  };
}
