import type { CacheSettings } from '../../../src/core/cache/cacheSettings.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';

/** Returns the default settings. */
export function exampleSettings(changes: Partial<CacheSettings> = {}): CacheSettings {
  return {
    enabled: true,
    memoryEntries: 1024,
    ttlHours: 168,
    featureTtlHours: {},
    staleWhileRevalidate: false,
    ...changes,
  };
}

/** Returns an answer with every field and kind of content. */
export function exampleAnswer(changes: Partial<KeptAnswer> = {}): Required<KeptAnswer> {
  return {
    content: [
      { type: 'reasoning', text: '想一想' },
      { type: 'text', text: '你好' },
      { type: 'citations', citations: [{ index: 1, url: 'https://localhost/page', title: '一页' }] },
    ],
    usage: { inputTokens: 12, cachedInputTokens: 4, outputTokens: 7, reasoningTokens: 3 },
    amountNanoYuan: 40_000,
    answeredAtMs: Date.UTC(2026, 10, 22, 4),
    ...changes,
  };
}
