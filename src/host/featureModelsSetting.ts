import { type Feature, FEATURES } from '../core/feature.ts';

/** What may have a model of its own: the chat has the one that is set, VS Code's own chat names one, a key is checked with any. */
type ModelFeature = Exclude<Feature, 'chat' | 'modelProvider' | 'keyCheck'>;

export const MODEL_FEATURES: readonly ModelFeature[] = FEATURES.filter(
  feature => feature !== 'chat' && feature !== 'modelProvider' && feature !== 'keyCheck',
);

/** Models for some of the features. */
export type FeatureModels = Readonly<Partial<Record<Feature, string>>>;

/**
 * The models as they were written; `undefined` when any of them cannot be used, or the name of a feature is misspelt.
 *
 * @param parseModel `undefined` for what is no name of a model.
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
