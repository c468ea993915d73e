import type { BudgetState } from '../../budget.ts';
import type { NanoYuan } from '../../money.ts';
import type { AnswerTotal } from './answerSums.ts';
import type { BatchCost, BudgetStop } from './dryRunReport.ts';

/** What one item will cost: its question for certain, its answer as is to be expected, and what it can come to. */
export interface ItemCost {
  readonly inputNanoYuan: NanoYuan;
  readonly outputNanoYuan: NanoYuan;
  /** So much has to be left of a budget for it to be asked at all. */
  readonly worstNanoYuan: NanoYuan;
}

/** Batches leave the rest of each budget but their own to those who wait for answers. */
const BATCH_SHARE = 0.95;

/** Adds up what items cost, and remembers how it adds up. */
export class CostSums {
  readonly #items: { readonly expected: NanoYuan; readonly worst: NanoYuan }[] = [];
  #input = 0;
  #output = 0;
  #worst = 0;

  add({ inputNanoYuan, outputNanoYuan, worstNanoYuan }: ItemCost): void {
    this.#input += inputNanoYuan;
    this.#output += outputNanoYuan;
    this.#worst += worstNanoYuan;
    this.#items.push({ expected: inputNanoYuan + outputNanoYuan, worst: worstNanoYuan });
  }

  /** Whatever the answers come to, the questions cost what they do. */
  cost({ lowTokens, expectedTokens, highTokens }: AnswerTotal): BatchCost {
    const expected = this.#input + this.#output;
    const at = (tokens: number): NanoYuan =>
      expectedTokens === 0 ? expected : this.#input + (this.#output * tokens) / expectedTokens;
    return {
      lowNanoYuan: Math.floor(at(lowTokens)),
      expectedNanoYuan: Math.round(expected),
      highNanoYuan: Math.min(Math.ceil(at(highTokens)), Math.ceil(this.#worst)),
      worstNanoYuan: Math.ceil(this.#worst),
    };
  }

  /** The budget that the items come up against first, if they do. */
  stopAt(states: readonly BudgetState[], { expectedNanoYuan, highNanoYuan }: BatchCost): BudgetStop | undefined {
    const dear = expectedNanoYuan === 0 ? 1 : highNanoYuan / expectedNanoYuan;
    return this.#firstStop(states, 1, true) ?? this.#firstStop(states, dear, false);
  }

  #firstStop(states: readonly BudgetState[], times: number, isLikely: boolean): BudgetStop | undefined {
    const stops = states.flatMap(({ budget, spentNanoYuan, reservedNanoYuan }) => {
      const { scope, name, period, limitNanoYuan } = budget;
      const share = scope === 'batch' ? 1 : BATCH_SHARE;
      const leftNanoYuan = Math.floor(share * limitNanoYuan) - spentNanoYuan - reservedNanoYuan;
      const afterItems = this.#itemsWithin(leftNanoYuan, times);
      if (afterItems === undefined) return [];
      return [{ budget: { scope, name, period }, limitNanoYuan, leftNanoYuan, afterItems, isLikely }];
    });
    return stops.sort((one, other) => one.afterItems - other.afterItems)[0];
  }

  /** How many items so much pays for; `undefined` where it pays for all of them. */
  #itemsWithin(leftNanoYuan: NanoYuan, times: number): number | undefined {
    let left = leftNanoYuan;
    const stop = this.#items.findIndex(({ expected, worst }) => {
      if (worst > Math.max(left, 0)) return true;
      left -= times * expected;
      return false;
    });
    return stop < 0 ? undefined : stop;
  }
}
