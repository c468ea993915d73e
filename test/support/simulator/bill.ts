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

/** Batch inference takes two fifths of the price (Baidu qianfan/s/Oml4r78ea). */
export const BATCH_FIFTHS = 2;

/** Prices tokens by the tier the request's whole input (cached or not) falls in. `fifths` of the price are taken. */
export function billFor(model: SimulatedModel, tokens: TokenCounts, fifths = 5): Bill {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = tokens;
  const counts = { inputTokens, cachedInputTokens, outputTokens, reasoningTokens };
  const parts = chargesOf(model, tokens);
  if (parts === null) return { ...counts, amountNanoYuan: null };
  return { ...counts, amountNanoYuan: ((parts.input + parts.cachedInput + parts.output) * fifths) / 5 };
}

/** What each kind of token costs, in nano-yuan. */
export interface Charges {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** The same by kind of token; `null` where the model has no published price. */
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
