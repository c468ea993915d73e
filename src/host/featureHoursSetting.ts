import type { Feature } from '../core/feature.ts';

/**
 * A feature whose answers may be cached. A key check may not: a cached answer cannot tell whether the key works now.
 */
type KeptFeature = Exclude<Feature, 'keyCheck'>;

/** Every feature whose answers are cached. */
export const KEPT_FEATURES = {
  chat: true,
  explain: true,
  review: true,
  fix: true,
  refactor: true,
  document: true,
  test: true,
  translate: true,
  edit: true,
  commitMessage: true,
  batch: true,
  modelProvider: true,
} as const satisfies Record<KeptFeature, true>;

/** Cache lifetimes in hours, for some of the features. */
export type FeatureHours = Readonly<Partial<Record<KeptFeature, number>>>;

/**
 * Parses hours by feature; returns `undefined` when any value is invalid or a feature name is unknown.
 *
 * @param parseHours returns `undefined` for an invalid number of hours.
 */
export function parseFeatureHours(
  value: unknown,
  parseHours: (value: unknown) => number | undefined,
): FeatureHours | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([name, hours]) => [name, parseHours(hours)] as const);
  const isSound = entries.every(([name, hours]) => Object.hasOwn(KEPT_FEATURES, name) && hours !== undefined);
  return isSound ? Object.fromEntries(entries) : undefined;
}
