/** Base URLs of Baidu's plans with a flat fee (public configurations of 2026). Their keys are the plan's own. */
export const flatPlans = {
  coding: 'https://qianfan.baidubce.com/v2/coding',
  token: 'https://qianfan.baidubce.com/v2/tokenplan/personal',
} as const;

/** True for an address of a flat plan: what is asked there costs nothing beyond the fee, however many tokens it takes. */
export function isFlatPlan(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { origin, pathname } = new URL(baseUrl);
  const address = `${origin}${pathname}`.replace(/\/+$/, '');
  return Object.values(flatPlans).some(plan => plan === address);
}
