import type { ModelPrice } from './money.ts';

/** What is known of one model before it is asked. */
export interface ModelInfo {
  /** As requests name it: lower case, for example `ernie-5.1`. */
  readonly id: string;
  /** Tokens of question and answer together. */
  readonly contextTokens: number;
  /** Most tokens of one answer, reasoning included. */
  readonly maxOutputTokens: number;
  /** It reasons before it answers, so its first words may take minutes. */
  readonly thinking: boolean;
  /** It can be told of tools, and asks for them to be called. */
  readonly toolCalling: boolean;
  /** Missing when unknown, which is not the same as free. */
  readonly price?: ModelPrice;
  /** What it cost before, or will cost from an announced day on. */
  readonly otherPrices?: readonly ModelPrice[];
}
