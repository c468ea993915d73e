import type { Statements } from '../../database/database.ts';
import { DAILY_KIND } from '../ledgerFormat.ts';

/** Returns the first local day with ended attempts; `undefined` in a new ledger. */
export function readFirstDay(database: Statements): number | undefined {
  const row = database
    .statement(
      `SELECT local_day FROM daily WHERE kind = ${DAILY_KIND.total} AND attempts > 0 ORDER BY local_day LIMIT 1`,
    )
    .get();
  return row === undefined ? undefined : Number(row['local_day']);
}
