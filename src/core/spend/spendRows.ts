import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { DAILY_KIND } from './ledgerFormat.ts';

/** Spending of a range of days. */
export interface Spend {
  /** Of all attempts with a known price. */
  readonly amountNanoYuan: NanoYuan;
  /** Whether any part of the amount is an estimate. */
  readonly estimated: boolean;
  /** Attempts missing from the amount, because their price is unknown. */
  readonly unknownPrice: number;
  /** Attempts that ended, including failed ones. */
  readonly requests: number;
  /** Attempts that were answered. */
  readonly answered: number;
  /** Attempts that failed or whose window died. Cancelled ones are neither answered nor failed. */
  readonly failed: number;
  /** What answers given without the service would have cost, as far as known. */
  readonly savedNanoYuan: NanoYuan;
}

/** Returns the spending of the local days from `firstDay` to `lastDay`. Reads daily sums only. */
export function readSpend(database: Database, firstDay: number, lastDay: number): Spend {
  const row = database
    .statement(
      `SELECT coalesce(sum(amount_nano), 0) AS amount, coalesce(sum(estimated_nano), 0) AS estimated,
         coalesce(sum(unknown_price), 0) AS unknown, coalesce(sum(attempts), 0) AS requests,
         coalesce(sum(ok), 0) AS answered, coalesce(sum(failed), 0) AS failed, coalesce(sum(saved_nano), 0) AS saved
       FROM daily WHERE local_day BETWEEN ? AND ? AND kind = ${DAILY_KIND.total}`,
    )
    .get(firstDay, lastDay);
  return {
    amountNanoYuan: Number(row?.['amount']),
    estimated: Number(row?.['estimated']) > 0,
    unknownPrice: Number(row?.['unknown']),
    requests: Number(row?.['requests']),
    answered: Number(row?.['answered']),
    failed: Number(row?.['failed']),
    savedNanoYuan: Number(row?.['saved']),
  };
}
