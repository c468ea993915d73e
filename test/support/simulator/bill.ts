import type { SimulatedModel } from './models.ts';

/** What one request consumed. Cached input is part of `inputTokens`, reasoning is part of `outputTokens`. */
export interface TokenCounts {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** What the service charges for one request. `amountNanoYuan` (10⁻⁹ CNY, a whole number) is `null` where the model has no published price. */
export interface Bill extends TokenCounts {
  readonly amountNanoYuan: number | null;
}

/** The bill of a request that was refused, failed, or never began. */
export const NO_CHARGE: Bill = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  amountNanoYuan: 0,
};

/** Prices tokens by the tier the request's whole input (cached or not) falls in. */
export function billFor(model: SimulatedModel, tokens: TokenCounts): Bill {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = tokens;
  const counts = { inputTokens, cachedInputTokens, outputTokens, reasoningTokens };
  const tier = model.prices.find(({ upToInputTokens }) => upToInputTokens === null || inputTokens <= upToInputTokens);
  if (!tier) return { ...counts, amountNanoYuan: null };
  const input = (inputTokens - cachedInputTokens) * tier.input + cachedInputTokens * (tier.cachedInput ?? tier.input);
  return { ...counts, amountNanoYuan: input + outputTokens * tier.output };
}
