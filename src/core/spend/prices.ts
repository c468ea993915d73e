import type { Usage } from '../booking.ts';
import type { ModelPrice, NanoYuan, PriceTier, Rate } from '../money.ts';

/** Returns the price tier of a request with this many input tokens, cached ones included. */
export function tierOf(price: ModelPrice, inputTokens: number): PriceTier {
  const tier = price.tiers.find(candidate => inputTokens <= endOf(candidate)) ?? price.tiers.at(-1);
  if (tier === undefined) throw new RangeError('A price needs a tier');
  return tier;
}

/** Returns the prices per token of a request. */
export function rateOf(price: ModelPrice, { inputTokens }: Usage): Rate {
  const { upToInputTokens: _, ...rate } = tierOf(price, inputTokens);
  return rate;
}

/** Returns the exact cost of `usage`, without rounding. */
export function amountOf(price: ModelPrice, usage: Usage): NanoYuan {
  const tier = tierOf(price, usage.inputTokens);
  const cachedTokens = Math.min(usage.cachedInputTokens, usage.inputTokens);
  return (
    (usage.inputTokens - cachedTokens) * tier.inputNanoYuan +
    cachedTokens * (tier.cachedInputNanoYuan ?? tier.inputNanoYuan) +
    usage.outputTokens * tier.outputNanoYuan
  );
}

/** Returns the most that a request of at most `inputTokens` and `outputTokens` can cost, whichever tier applies. */
export function worstCaseOf(price: ModelPrice, inputTokens: number, outputTokens: number): NanoYuan {
  let worst = 0;
  for (const tier of price.tiers) {
    const dearestInput = Math.max(tier.inputNanoYuan, tier.cachedInputNanoYuan ?? 0);
    worst = Math.max(worst, Math.min(inputTokens, endOf(tier)) * dearestInput + outputTokens * tier.outputNanoYuan);
    if (inputTokens <= endOf(tier)) break;
  }
  return worst;
}

/** Returns whether the price is zero for any number of tokens. */
export function isFree({ tiers }: ModelPrice): boolean {
  return tiers.every(tier => tier.inputNanoYuan === 0 && tier.outputNanoYuan === 0);
}

function endOf(tier: PriceTier): number {
  return tier.upToInputTokens ?? Infinity;
}
