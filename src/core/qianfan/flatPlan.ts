import type { ModelPrice } from '../money.ts';

/** Base URLs of Baidu's flat-fee plans (from public configurations of 2026). The plans have their own keys. */
const PLANS: readonly string[] = [
  'https://qianfan.baidubce.com/v2/coding',
  'https://qianfan.baidubce.com/v2/tokenplan/personal',
];

/** The price of a model under a flat plan: no charge per token. */
export const FLAT_PLAN_PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }],
  source: 'flat plan',
  asOf: '',
  isFlat: true,
};

/** The price of a model at an endpoint without authentication, which cannot bill anyone. */
export const KEYLESS_PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }],
  source: 'no key',
  asOf: '',
};

/** Returns whether the URL is that of a flat plan, where requests cost nothing beyond the fee. */
export function isFlatPlan(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { origin, pathname } = new URL(baseUrl);
  return PLANS.includes(`${origin}${pathname}`.replace(/\/+$/, ''));
}
