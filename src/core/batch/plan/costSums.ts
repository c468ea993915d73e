import type { BudgetState } from '../../budget.ts';
import type { NanoYuan } from '../../money.ts';
import type { AnswerTotal } from './answerSums.ts';
import type { BatchCost, BudgetStop } from './dryRunReport.ts';

/** The cost of one item: exact for its question, expected for its answer, and its worst case. */
export interface ItemCost {
  readonly inputNanoYuan: NanoYuan;
  readonly outputNanoYuan: NanoYuan;
  /** The amount that a budget must have left before it is asked. */
  readonly worstNanoYuan: NanoYuan;
}

/** Batches leave the rest of each budget, except their own, to interactive requests. */
const BATCH_SHARE = 0.95;

/** Adds up the cost of items, keeping each for the search for budget limits. */
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

  /** Returns the total cost; only the answers' part varies, the questions' cost is fixed. */
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

  /** Returns the budget that stops the batch first, if any. */
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

  /** Returns how many items the amount covers; `undefined` if it covers all. */
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
