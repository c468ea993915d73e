import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type Answered, type BenchClient, type ClientOptions } from './benchClient.ts';
import { NoAnswerError, readAnswer } from './readAnswer.ts';

/** Node's own `fetch` with nothing around it. */
export function plainFetch({ url }: Pick<ClientOptions, 'url'>): BenchClient {
  return { ask: signal => fetchAnswer(url, signal), close: () => Promise.resolve() };
}

/** Sends one request. Throws a `NoAnswerError` with the HTTP status on a refusal. */
export async function fetchAnswer(url: string, signal: AbortSignal): Promise<Answered> {
  const startedAtMs = performance.now();
  const response = await fetch(`${url}/v2/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${CREDENTIALS.key}` },
    body: JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: QUESTION }] }),
    signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!response.ok || !isStream || response.body === null) {
    await response.arrayBuffer();
    throw new NoAnswerError(`HTTP ${response.status}`);
  }
  const firstAtMs = await readAnswer(response.body);
  return { firstTokenMs: firstAtMs - startedAtMs, totalMs: performance.now() - startedAtMs };
}
