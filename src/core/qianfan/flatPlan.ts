import type { ModelPrice } from '../money.ts';

/** Base URLs of Baidu's plans with a flat fee (public configurations of 2026). Their keys are the plan's own. */
const PLANS: readonly string[] = [
  'https://qianfan.baidubce.com/v2/coding',
  'https://qianfan.baidubce.com/v2/tokenplan/personal',
];

/** What a model costs where a flat plan pays: nothing for a token. */
export const FLAT_PLAN_PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }],
  source: 'flat plan',
  asOf: '',
  isFlat: true,
};

/** What a model costs where nobody knows who asks: a server that wants no key cannot bill anybody. */
export const KEYLESS_PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }],
  source: 'no key',
  asOf: '',
};

/** True for an address of a flat plan: what is asked there costs nothing beyond the fee, however many tokens it takes. */
export function isFlatPlan(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { origin, pathname } = new URL(baseUrl);
  return PLANS.includes(`${origin}${pathname}`.replace(/\/+$/, ''));
}
