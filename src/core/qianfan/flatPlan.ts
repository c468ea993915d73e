import type { ModelPrice } from '../money.ts';

/** The Coding Plan and the Token Plan of Qianfan, at paths of their own (public client configurations, 2026). */
const PLANS = /^https:\/\/qianfan\.baidubce\.com\/v2\/(coding|tokenplan)(\/|$)/i;

/** What a model costs where a flat plan pays: nothing for a token. */
export const FLAT_PLAN_PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }],
  source: 'flat plan',
  asOf: '',
  isFlat: true,
};

/** Whether a flat fee pays for what is asked at this address, however many tokens it takes. */
export function isFlatPlan(baseUrl: string): boolean {
  return PLANS.test(baseUrl);
}
