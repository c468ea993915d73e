import type { ModelPrice } from './money.ts';

/** Known properties of a model. */
export interface ModelInfo {
  /** As used in requests: lower case, for example `ernie-5.1`. */
  readonly id: string;
  /** Maximum tokens of question and answer together. */
  readonly contextTokens: number;
  /** Maximum tokens of one answer, including reasoning. */
  readonly maxOutputTokens: number;
  /** Reasons before it answers, so the first text may take minutes. */
  readonly thinking: boolean;
  /** Supports tool calls. */
  readonly toolCalling: boolean;
  /** Missing if unknown, which does not mean free. */
  readonly price?: ModelPrice;
  /** Past prices, and announced future ones. */
  readonly otherPrices?: readonly ModelPrice[];
}
