import OpenAI from 'openai';
import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type BenchClient, type ClientOptions } from './benchClient.ts';
import { NoAnswerError } from './readAnswer.ts';

/** The `openai` SDK as its README shows it: two retries with backoff, and a timeout of ten minutes. */
export function openaiSdk({ url }: ClientOptions): BenchClient {
  const client = new OpenAI({ apiKey: CREDENTIALS.key, baseURL: `${url}/v2` });
  return {
    async ask(signal) {
      const startedAtMs = performance.now();
      const stream = await client.chat.completions.create(
        { model: MODEL, stream: true, messages: [{ role: 'user', content: QUESTION }] },
        { signal },
      );
      let firstAtMs: number | undefined;
      let isComplete = false;
      for await (const { choices } of stream) {
        if (choices[0]?.delta.content) firstAtMs ??= performance.now();
        isComplete ||= choices[0]?.finish_reason === 'stop';
      }
      // It reads a refusal with HTTP 200 as an empty stream.
      if (firstAtMs === undefined || !isComplete) throw new NoAnswerError('the answer is not complete');
      return { firstTokenMs: firstAtMs - startedAtMs, totalMs: performance.now() - startedAtMs };
    },
    close: () => Promise.resolve(),
  };
}
