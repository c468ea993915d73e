import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { amountOf } from '../../../src/core/spend/prices.ts';
import { MODEL } from '../clients/benchClient.ts';
import { BILLED } from '../service/answers.ts';
import type { Counts } from '../service/counters.ts';

/**
 * Returns the list price for 10,000 answers that the client received, including billed answers that it did not read.
 */
export function yuanPer10000(counts: Counts, answered: number): number {
  const price = findModel(MODEL)?.price;
  if (price === undefined) throw new Error(`The catalogue has no price of ${MODEL}`);
  const yuan = amountOf(price, { ...BILLED, cachedInputTokens: 0, reasoningTokens: 0 }) / 1e9;
  return ((yuan * (counts.answered + counts.wasted)) / answered) * 10_000;
}
