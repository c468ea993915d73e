import { ChatCompletion } from '@baiducloud/qianfan';
import { CREDENTIALS } from '../service/tokens.ts';
import { MODEL, QUESTION, type BenchClient, type ClientOptions } from './benchClient.ts';
import { NoAnswerError } from './readAnswer.ts';

/** The fields of either protocol's events that the benchmark reads. */
interface Event {
  readonly result?: string;
  readonly is_end?: boolean;
  readonly choices?: readonly { readonly delta?: { readonly content?: string }; readonly finish_reason?: string }[];
}

/**
 * `@baiducloud/qianfan` as its README shows it: one retry without a delay, a timeout of ten minutes, and a limiter that
 * learns the requests per minute from responses. Its requests cannot be cancelled.
 */
export function baiduSdk({ url, proof }: ClientOptions): BenchClient {
  const isV1 = proof === 'access';
  if (proof === 'minted') {
    // For minting, it reads the key pair and the URL only from the environment.
    process.env['QIANFAN_BEAR_TOKEN_URL'] = `${url}/v1/BCE-BEARER/token`;
    process.env['QIANFAN_ACCESS_KEY'] = CREDENTIALS.accessKey;
    process.env['QIANFAN_SECRET_KEY'] = CREDENTIALS.secretKey;
  }
  const client = new ChatCompletion({
    ENABLE_OAUTH: false,
    QIANFAN_BASE_URL: url,
    QIANFAN_V2_BASE_URL: `${url}/v2/chat/completions`,
    ...(!isV1 && { version: 'v2' }),
    ...(isV1 && { QIANFAN_AK: CREDENTIALS.appKey, QIANFAN_SK: CREDENTIALS.appSecret }),
    ...(proof === 'key' && { QIANFAN_BEARER_TOKEN: CREDENTIALS.key }),
  });
  const model = isV1 ? 'ERNIE-4.0-8K' : MODEL;
  return {
    async ask() {
      const startedAtMs = performance.now();
      const stream: unknown = await client.chat(
        { stream: true, messages: [{ role: 'user', content: QUESTION }] },
        model,
      );
      if (!isStream(stream)) throw new NoAnswerError('a refusal with HTTP 200');
      let firstAtMs: number | undefined;
      let isComplete = false;
      for await (const { result, is_end, choices } of stream) {
        if (result || choices?.[0]?.delta?.content) firstAtMs ??= performance.now();
        isComplete ||= is_end === true || choices?.[0]?.finish_reason === 'stop';
      }
      if (firstAtMs === undefined || !isComplete) throw new NoAnswerError('the answer is not complete');
      return { firstTokenMs: firstAtMs - startedAtMs, totalMs: performance.now() - startedAtMs };
    },
    close: () => Promise.resolve(),
  };
}

function isStream(answer: unknown): answer is AsyncIterable<Event> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}
