import type { BudgetName } from '../budget.ts';
import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';

/** Consumer and feature under which batches are booked. */
export const BATCH_CONSUMER = 'ask-wenxin';
export const BATCH_FEATURE = 'batch';

/** Condition on `batch_part` for each budget scope; `?1` is the budget's name. */
const COUNTS: Readonly<Record<BudgetName['scope'], string>> = {
  all: '?1 IS NOT NULL',
  workspace: "json_extract(json, '$.workspace') = ?1",
  feature: `?1 = '${BATCH_FEATURE}'`,
  consumer: `?1 = '${BATCH_CONSUMER}'`,
  batch: 'job = ?1',
};

/**
 * Returns the most that can still be booked for parts handed over to the service's batch inference
 * (`batch/service/partRows.ts`). It counts in every day and month until then, because answers may come at any time.
 */
export function readHandedOver(database: Database, { scope, name }: BudgetName): NanoYuan {
  const row = database
    .statement(
      `SELECT coalesce(sum(reserved_nano), 0) AS n FROM batch_part WHERE reserved_nano > 0 AND ${COUNTS[scope]}`,
    )
    .get(name);
  return Number(row?.['n']);
}
