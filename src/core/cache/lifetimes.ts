import type { Feature } from '../feature.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** `stale`: may be returned while a new answer is fetched; `expired`: must not be used. */
export type Age = 'fresh' | 'stale' | 'expired';

const HOUR_MS = 3_600_000;

/** A stale answer may be used up to this multiple of the time for which it is fresh. */
const STALE_FACTOR = 4;

/** Upper bound for the clock difference between computers that share answers, and for a correction of one clock. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Returns the age of an answer for a question of that feature. `expired` if the feature keeps no answers (0 hours), and
 * if the answer is from the future: the clock was set back, so its age is unknown.
 */
export function ageOf(answer: KeptAnswer, feature: Feature, settings: CacheSettings, nowMs: number): Age {
  const freshMs = (settings.featureTtlHours[feature] ?? settings.ttlHours) * HOUR_MS;
  const ageMs = nowMs - answer.answeredAtMs;
  if (freshMs <= 0 || ageMs < -CLOCK_TOLERANCE_MS) return 'expired';
  if (ageMs <= freshMs) return 'fresh';
  return settings.staleWhileRevalidate && ageMs <= freshMs * STALE_FACTOR ? 'stale' : 'expired';
}

/** Returns after how many milliseconds no feature can use an answer any more. */
export function longestLifeMs({ ttlHours, featureTtlHours, staleWhileRevalidate }: CacheSettings): number {
  const longestHours = Math.max(ttlHours, ...Object.values(featureTtlHours));
  return longestHours * HOUR_MS * (staleWhileRevalidate ? STALE_FACTOR : 1);
}
