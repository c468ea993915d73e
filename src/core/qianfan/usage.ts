import * as v from 'valibot';

import type { Usage } from '../booking.ts';

const Count = v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const NoDetails = { cached_tokens: undefined, reasoning_tokens: undefined };

const WireUsage = v.object({
  prompt_tokens: Count,
  completion_tokens: Count,
  total_tokens: Count,
  cached_tokens: Count,
  cache_tokens: Count,
  prompt_tokens_details: v.fallback(v.nullish(v.object({ cached_tokens: Count })), NoDetails),
  completion_tokens_details: v.fallback(v.nullish(v.object({ reasoning_tokens: Count })), NoDetails),
});

/**
 * Parses token counts; `undefined` if they are missing or implausible: not whole numbers, or all zero, as sent by
 * relays that do not count. Cached tokens have three spellings (Baidu qianfan-api/s/3m7of64lb,
 * qianfan-docs/s/km96ryv9w).
 */
export function readUsage(value: unknown): Usage | undefined {
  const parsed = v.safeParse(WireUsage, value);
  if (!parsed.success) return undefined;
  const wire = parsed.output;
  const inputTokens = wire.prompt_tokens ?? 0;
  const counted = wire.completion_tokens ?? Math.max(0, (wire.total_tokens ?? 0) - inputTokens);
  if (inputTokens + counted === 0) return undefined;
  const reasoningTokens = wire.completion_tokens_details?.reasoning_tokens ?? 0;
  const spellings = [wire.prompt_tokens_details?.cached_tokens, wire.cached_tokens, wire.cache_tokens];
  const cached = Math.max(...spellings.map(tokens => tokens ?? 0));
  return {
    inputTokens,
    cachedInputTokens: Math.min(cached, inputTokens),
    // If reasoning exceeds output, the output evidently does not include it.
    outputTokens: reasoningTokens > counted ? counted + reasoningTokens : counted,
    reasoningTokens,
  };
}
