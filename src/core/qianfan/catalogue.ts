import type { ModelInfo } from '../model.ts';
import catalogue from './catalogue.json' with { type: 'json' };

/**
 * V2 chat models whose price was read in 2026 and whose retirement Baidu had not announced by 2026-11-22. The data in
 * `catalogue.json` comes from Baidu qianfan/s/wmh4sv6ya; tool support comes from Baidu qianfan/s/rmh4stp0j, as
 * interpreted by the lobehub table of 2026.
 *
 * Baidu's tiers say "32K" without specifying 32,000 or 32,768 tokens; the lobehub table reads it as 0.032 million. This
 * catalogue uses 32,000: at worst the more expensive tier begins too early, so spend is never underestimated.
 */
export const catalogueModels: readonly ModelInfo[] = catalogue.models;

const byId: ReadonlyMap<string, ModelInfo> = new Map(catalogueModels.map(model => [model.id, model]));

/**
 * Returns the catalogue's entry for a model; ids are case-insensitive. `undefined` if there is none: the price is then
 * unknown, not zero.
 */
export function findModel(id: string): ModelInfo | undefined {
  return byId.get(id.toLowerCase());
}
