import type { Feature } from '../chat.ts';

/** What each feature's answers need at most, in tokens; others get all the person allows. */
const FEATURE_LIMIT: { readonly [F in Feature]?: number } = { explain: 2_048, review: 2_048 };

/** Tokens an answer may have: the smallest of the person's limit, the feature's own and the model's. */
export function outputLimit(feature: Feature, setting: number, modelLimit: number | undefined): number {
  return Math.min(setting, FEATURE_LIMIT[feature] ?? setting, modelLimit ?? setting);
}
