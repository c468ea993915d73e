import type { NanoYuan } from '../../money.ts';
import type { BillPeriod } from './billPeriod.ts';

/** A line of Baidu's bill, or the sum of several that differ only in amount. */
export interface BillRow {
  readonly period: BillPeriod;
  /** Name of the product, such as 千帆大模型平台; empty when missing in the bill. */
  readonly product: string;
  /** What was charged, in the bill's words, mostly a model with a direction: `ERNIE-5.1 输入`. */
  readonly item: string;
  /** Bought in advance, such as a token package: not usage of that day. */
  readonly isPrepaid: boolean;
  /** At list price (原价), before discounts and vouchers. */
  readonly listNanoYuan: NanoYuan;
}

/** The readable part of a bill. */
export interface ReadBill {
  readonly rows: readonly BillRow[];
  /** False when the bill has more lines than were read. */
  readonly isComplete: boolean;
  /** Number of lines without a readable time or amount. */
  readonly unreadable: number;
}

/** Sums of bill lines; memory depends on the number of distinct lines only. */
export class BillSums {
  readonly #rows = new Map<string, BillRow>();

  add(row: BillRow): void {
    const key = JSON.stringify([row.period, row.product, row.item, row.isPrepaid]);
    const known = this.#rows.get(key);
    this.#rows.set(key, known ? { ...row, listNanoYuan: known.listNanoYuan + row.listNanoYuan } : row);
  }

  /** Number of distinct lines so far. */
  get size(): number {
    return this.#rows.size;
  }

  rows(): BillRow[] {
    return [...this.#rows.values()];
  }
}
