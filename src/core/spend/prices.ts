import type { Usage } from '../chat.ts';
import type { ModelPrice, NanoYuan, PriceTier } from '../money.ts';

/** The prices that hold for a request with so many input tokens, cached ones included. */
export function tierOf(price: ModelPrice, inputTokens: number): PriceTier {
  const tier = price.tiers.find(candidate => inputTokens <= endOf(candidate)) ?? price.tiers.at(-1);
  if (tier === undefined) throw new RangeError('A price needs a tier');
  return tier;
}

/** What `usage` costs: exact, never rounded. */
export function amountOf(price: ModelPrice, usage: Usage): NanoYuan {
  const tier = tierOf(price, usage.inputTokens);
  const cachedTokens = Math.min(usage.cachedInputTokens, usage.inputTokens);
  return (
    (usage.inputTokens - cachedTokens) * tier.inputNanoYuan +
    cachedTokens * (tier.cachedInputNanoYuan ?? tier.inputNanoYuan) +
    usage.outputTokens * tier.outputNanoYuan
  );
}

/** The most that a request of at most `inputTokens` and `outputTokens` can cost, whichever tier it ends up in. */
export function worstCaseOf(price: ModelPrice, inputTokens: number, outputTokens: number): NanoYuan {
  let worst = 0;
  for (const tier of price.tiers) {
    const dearestInput = Math.max(tier.inputNanoYuan, tier.cachedInputNanoYuan ?? 0);
    worst = Math.max(worst, Math.min(inputTokens, endOf(tier)) * dearestInput + outputTokens * tier.outputNanoYuan);
    if (inputTokens <= endOf(tier)) break;
  }
  return worst;
}

/** Whether nothing is charged, however much is asked. */
export function isFree({ tiers }: ModelPrice): boolean {
  return tiers.every(tier => tier.inputNanoYuan === 0 && tier.outputNanoYuan === 0);
}

function endOf(tier: PriceTier): number {
  return tier.upToInputTokens ?? Infinity;
}
