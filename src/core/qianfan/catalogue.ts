import type { ModelInfo } from '../model.ts';
import catalogue from './catalogue.json' with { type: 'json' };

/**
 * V2 chat models whose price was read in 2026 and which Baidu had not announced as retired on 2026-11-22. The facts are
 * in `catalogue.json`, collected in Baidu qianfan/s/wmh4sv6ya; which of them call tools is from Baidu qianfan/s/rmh4stp0j as
 * the lobehub table of 2026 reads it.
 *
 * Baidu's tiers say "32K" without saying whether that is 32,000 or 32,768 tokens; the lobehub table reads it as
 * 0.032 million. 32,000 is used: the dearer tier then begins too early at worst, and no spend is counted too low.
 */
export const catalogueModels: readonly ModelInfo[] = catalogue.models;

const byId: ReadonlyMap<string, ModelInfo> = new Map(catalogueModels.map(model => [model.id, model]));

/** What is known of a model. Ids are compared without regard to case. `undefined` when it is not in the catalogue: its price is then unknown, not zero. */
export function findModel(id: string): ModelInfo | undefined {
  return byId.get(id.toLowerCase());
}
