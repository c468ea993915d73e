import type { Feature } from '../feature.ts';

/** How answers are kept. Read anew each time. */
export interface CacheSettings {
  readonly enabled: boolean;
  /** Most answers in memory. */
  readonly memoryEntries: number;
  /** How long an answer is as good as a new one. */
  readonly ttlHours: number;
  /** The same for questions of some features. */
  readonly featureTtlHours: Readonly<Partial<Record<Feature, number>>>;
  /** Whether an older answer is given at once, while a new one is fetched. */
  readonly staleWhileRevalidate: boolean;
}
