import { type Feature, FEATURES } from '../core/feature.ts';

/**
 * A feature that may have its own model. The chat uses the main setting, VS Code's chat names a model, and a key check
 * may use any.
 */
type ModelFeature = Exclude<Feature, 'chat' | 'modelProvider' | 'keyCheck'>;

export const MODEL_FEATURES: readonly ModelFeature[] = FEATURES.filter(
  feature => feature !== 'chat' && feature !== 'modelProvider' && feature !== 'keyCheck',
);

/** Models for some of the features. */
export type FeatureModels = Readonly<Partial<Record<Feature, string>>>;

/**
 * Parses models by feature; returns `undefined` when any value is invalid or a feature name is unknown.
 *
 * @param parseModel returns `undefined` for an invalid model name.
 */
export function parseFeatureModels(
  value: unknown,
  parseModel: (value: unknown) => string | undefined,
): FeatureModels | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([name, model]) => [name, parseModel(model)] as const);
  const isSound = entries.every(([name, model]) => MODEL_FEATURES.some(each => each === name) && model !== undefined);
  return isSound ? Object.fromEntries(entries) : undefined;
}
