import type { Feature } from '../feature.ts';

/** Settings of the cache; read on every use. */
export interface CacheSettings {
  readonly enabled: boolean;
  /** Maximum number of answers in memory. */
  readonly memoryEntries: number;
  /** How long an answer counts as fresh. */
  readonly ttlHours: number;
  /** Overrides `ttlHours` for single features. */
  readonly featureTtlHours: Readonly<Partial<Record<Feature, number>>>;
  /** Whether a stale answer is returned at once while a new one is fetched. */
  readonly staleWhileRevalidate: boolean;
}
