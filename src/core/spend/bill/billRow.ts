import type { NanoYuan } from '../../money.ts';
import type { BillPeriod } from './billPeriod.ts';

/** A line of Baidu's bill, or the sum of several that differ in nothing of this. */
export interface BillRow {
  readonly period: BillPeriod;
  /** Name of the product, such as 千帆大模型平台; empty where the bill does not tell. */
  readonly product: string;
  /** What was charged, as the bill words it, mostly a model with a direction: `ERNIE-5.1 输入`. */
  readonly item: string;
  /** Bought beforehand, such as a token package: no use of that day. */
  readonly isPrepaid: boolean;
  /** At list price (原价): before discounts and vouchers. */
  readonly listNanoYuan: NanoYuan;
}

/** A bill as far as it could be read. */
export interface ReadBill {
  readonly rows: readonly BillRow[];
  /** False when it has more lines than were read. */
  readonly isComplete: boolean;
  /** Lines without a time or an amount that can be read. */
  readonly unreadable: number;
}

/** Adds up lines of a bill, so that a long one takes no more room than it has different lines. */
export class BillSums {
  readonly #rows = new Map<string, BillRow>();

  add(row: BillRow): void {
    const key = JSON.stringify([row.period, row.product, row.item, row.isPrepaid]);
    const known = this.#rows.get(key);
    this.#rows.set(key, known ? { ...row, listNanoYuan: known.listNanoYuan + row.listNanoYuan } : row);
  }

  /** Different lines so far. */
  get size(): number {
    return this.#rows.size;
  }

  rows(): BillRow[] {
    return [...this.#rows.values()];
  }
}
