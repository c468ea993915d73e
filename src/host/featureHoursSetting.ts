import type { Feature } from '../core/feature.ts';

/** What a person asks for. A key is checked to learn whether it works now, which no kept answer can tell. */
type KeptFeature = Exclude<Feature, 'keyCheck'>;

/** Every feature whose answers are kept. */
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

/** Hours for some of the features. */
export type FeatureHours = Readonly<Partial<Record<KeptFeature, number>>>;

/**
 * The hours as they were written; `undefined` when any of them cannot be used, or the name of a feature is misspelt.
 *
 * @param parseHours `undefined` for what is no number of hours.
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
