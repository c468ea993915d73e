import type { ModelPrice, NanoYuan } from '../money.ts';
import type { AnswerRange } from './answerLengths.ts';
import { amountOf, isFree, worstCaseOf } from './prices.ts';

/** What a question will probably take and cost. */
export interface ExpectedCost {
  /** Estimated tokens of what is sent. */
  readonly inputTokens: number;
  readonly answer: AnswerRange;
  /** `unknown` is not free. A flat plan and a model without a charge cost nothing, whatever is asked. */
  readonly cost: CostRange | 'unknown' | 'plan' | 'free';
}

/** In nano-yuan. Eight of ten questions cost from `lowNanoYuan` to `highNanoYuan`, none more than `worstNanoYuan`. */
export interface CostRange {
  readonly lowNanoYuan: NanoYuan;
  readonly highNanoYuan: NanoYuan;
  readonly worstNanoYuan: NanoYuan;
}

/** What is known of a question before it is asked. */
export interface ExpectedTokens {
  readonly inputTokens: number;
  /** More input than the service can count; see `inputBound`. */
  readonly inputBound: number;
  readonly answer: AnswerRange;
  /** The longest answer that is asked for. */
  readonly maxOutputTokens: number;
}

/** @param price `undefined` when it is unknown. */
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
