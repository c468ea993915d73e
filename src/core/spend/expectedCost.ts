import type { ModelPrice, NanoYuan } from '../money.ts';
import type { AnswerRange } from './answerLengths.ts';
import { amountOf, isFree, worstCaseOf } from './prices.ts';

/** The expected tokens and cost of a question. */
export interface ExpectedCost {
  /** Estimated tokens of the request. */
  readonly inputTokens: number;
  readonly answer: AnswerRange;
  /** `unknown` does not mean free. Under a flat plan, or for a free model, every request costs nothing. */
  readonly cost: CostRange | 'unknown' | 'plan' | 'free';
}

/**
 * In nano-yuan. Eight of ten questions cost between `lowNanoYuan` and `highNanoYuan`, none more than `worstNanoYuan`.
 */
export interface CostRange {
  readonly lowNanoYuan: NanoYuan;
  readonly highNanoYuan: NanoYuan;
  readonly worstNanoYuan: NanoYuan;
}

/** What is known of a question before it is sent. */
export interface ExpectedTokens {
  readonly inputTokens: number;
  /** Upper bound of the input that the service can count; see `inputBound`. */
  readonly inputBound: number;
  readonly answer: AnswerRange;
  /** The requested maximum length of the answer. */
  readonly maxOutputTokens: number;
}

/**
 * Returns the expected cost of a question.
 *
 * @param price `undefined` when it is unknown.
 */
export function expectedCost(price: ModelPrice | undefined, expected: ExpectedTokens): ExpectedCost {
  const { inputTokens, answer } = expected;
  return { inputTokens, answer, cost: costOf(price, expected) };
}

function costOf(
  price: ModelPrice | undefined,
  { inputTokens, inputBound, answer, maxOutputTokens }: ExpectedTokens,
): ExpectedCost['cost'] {
  if (price === undefined) return 'unknown';
  if (price.isFlat) return 'plan';
  if (isFree(price)) return 'free';
  const amount = (outputTokens: number): NanoYuan =>
    amountOf(price, { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 });
  return {
    lowNanoYuan: amount(answer.lowTokens),
    highNanoYuan: amount(answer.highTokens),
    worstNanoYuan: worstCaseOf(price, inputBound, maxOutputTokens),
  };
}
