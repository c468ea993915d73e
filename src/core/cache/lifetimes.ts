import type { Feature } from '../feature.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** `stale`: may be given while a newer one is fetched; `expired`: not at all. */
export type Age = 'fresh' | 'stale' | 'expired';

const HOUR_MS = 3_600_000;

/** How many times as long as it is fresh an answer can be used at all, where stale ones are wanted. */
const STALE_FACTOR = 4;

/** Clocks of computers that share answers, and one computer's clock before and after it was set right, differ by less. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * How old an answer is for a question of that feature. One of a feature whose answers are not kept (0 hours) is expired at
 * once, as is one that seems to come from the future: the clock was set back, and nobody knows how old it is.
 */
export function ageOf(answer: KeptAnswer, feature: Feature, settings: CacheSettings, nowMs: number): Age {
  const freshMs = (settings.featureTtlHours[feature] ?? settings.ttlHours) * HOUR_MS;
  const ageMs = nowMs - answer.answeredAtMs;
  if (freshMs <= 0 || ageMs < -CLOCK_TOLERANCE_MS) return 'expired';
  if (ageMs <= freshMs) return 'fresh';
  return settings.staleWhileRevalidate && ageMs <= freshMs * STALE_FACTOR ? 'stale' : 'expired';
}

/** After so many milliseconds no feature has a use for an answer any more. */
export function longestLifeMs({ ttlHours, featureTtlHours, staleWhileRevalidate }: CacheSettings): number {
  const longestHours = Math.max(ttlHours, ...Object.values(featureTtlHours));
  return longestHours * HOUR_MS * (staleWhileRevalidate ? STALE_FACTOR : 1);
}
