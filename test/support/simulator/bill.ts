import type { SimulatedModel } from './models.ts';

/** Tokens consumed by one request. `inputTokens` includes cached input, `outputTokens` includes reasoning. */
export interface TokenCounts {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/**
 * What the service charges for one request. `amountNanoYuan` (10⁻⁹ CNY, an integer) is `null` if the model has no
 * published price.
 */
export interface Bill extends TokenCounts {
  readonly amountNanoYuan: number | null;
}

/** The bill of a request that was refused, failed, or never started. */
export const NO_CHARGE: Bill = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  amountNanoYuan: 0,
};

/** Batch inference costs two fifths of the price (Baidu qianfan/s/Oml4r78ea). */
export const BATCH_FIFTHS = 2;

/** Prices tokens by the tier of the request's whole input, cached or not, and charges `fifths` fifths of the price. */
export function billFor(model: SimulatedModel, tokens: TokenCounts, fifths = 5): Bill {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = tokens;
  const counts = { inputTokens, cachedInputTokens, outputTokens, reasoningTokens };
  const parts = chargesOf(model, tokens);
  if (parts === null) return { ...counts, amountNanoYuan: null };
  return { ...counts, amountNanoYuan: ((parts.input + parts.cachedInput + parts.output) * fifths) / 5 };
}

/** Cost of each kind of token, in nano-yuan. */
export interface Charges {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** Returns the cost by kind of token, or `null` if the model has no published price. */
export function chargesOf(
  model: SimulatedModel,
  { inputTokens, cachedInputTokens, outputTokens }: TokenCounts,
): Charges | null {
  const tier = model.prices.find(({ upToInputTokens }) => upToInputTokens === null || inputTokens <= upToInputTokens);
  if (!tier) return null;
  return {
    input: (inputTokens - cachedInputTokens) * tier.input,
    cachedInput: cachedInputTokens * (tier.cachedInput ?? tier.input),
    output: outputTokens * tier.output,
  };
}
