import type { RateLimits } from '../rateLimits.ts';

/**
 * Header names by limit. V1 counts input and output tokens together, V2 separately (Baidu WENXINWORKSHOP/s/hlzic283e
 * and qianfan-api/s/3m7of64lb); OpenAI-compatible servers send the same names.
 */
const HEADERS: Readonly<Record<keyof RateLimits, string>> = {
  requests: 'x-ratelimit-limit-requests',
  remainingRequests: 'x-ratelimit-remaining-requests',
  tokens: 'x-ratelimit-limit-tokens',
  remainingTokens: 'x-ratelimit-remaining-tokens',
  inputTokens: 'x-ratelimit-limit-input-tokens',
  remainingInputTokens: 'x-ratelimit-remaining-input-tokens',
  outputTokens: 'x-ratelimit-limit-output-tokens',
  remainingOutputTokens: 'x-ratelimit-remaining-output-tokens',
};

/**
 * Reads the rate limits from the headers of an answer or a refusal; `undefined` if there are none. Ignores values that
 * are not whole numbers.
 */
export function readRateLimits(headers: Headers): RateLimits | undefined {
  const limits: { -readonly [Name in keyof RateLimits]: number } = {};
  for (const name of Object.keys(HEADERS) as (keyof RateLimits)[]) {
    const text = headers.get(HEADERS[name])?.trim();
    if (text !== undefined && /^\d{1,12}$/.test(text)) limits[name] = Number(text);
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}
