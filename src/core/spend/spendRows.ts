import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';
import { DAILY_KIND } from './ledgerFormat.ts';

/** Spending of a day or of several. */
export interface Spend {
  /** Of all attempts whose price is known. */
  readonly amountNanoYuan: NanoYuan;
  /** True if any part of the amount is an estimate. */
  readonly estimated: boolean;
  /** Attempts that are not in the amount because their price is unknown. */
  readonly unknownPrice: number;
  /** Attempts that ended, also those that failed. */
  readonly requests: number;
  /** Of these, the ones that were answered. */
  readonly answered: number;
  /** Of these, the ones that failed or whose window died; stopped ones are neither. */
  readonly failed: number;
  /** What the answers had cost that were given without asking the service, as far as that is known. */
  readonly savedNanoYuan: NanoYuan;
}

/** Sums the attempts of the local days from `firstDay` to `lastDay` that ended, without reading them. */
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
