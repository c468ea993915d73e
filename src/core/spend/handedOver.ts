import type { BudgetName } from '../budget.ts';
import type { Database } from '../database/database.ts';
import type { NanoYuan } from '../money.ts';

/** Who asks in batches, and what for. */
export const BATCH_CONSUMER = 'ask-wenxin';
export const BATCH_FEATURE = 'batch';

/** Which parts count for a budget, by its name, `?1`. */
const COUNTS: Readonly<Record<BudgetName['scope'], string>> = {
  all: '?1 IS NOT NULL',
  workspace: "json_extract(json, '$.workspace') = ?1",
  feature: `?1 = '${BATCH_FEATURE}'`,
  consumer: `?1 = '${BATCH_CONSUMER}'`,
  batch: 'job = ?1',
};

/**
 * The most that can still be booked of what was handed to the service's batch inference (`batch/service/partRows.ts`). It
 * counts for every day and month until then: nobody knows when the answers come.
 */
export function readHandedOver(database: Database, { scope, name }: BudgetName): NanoYuan {
  const row = database
    .statement(
      `SELECT coalesce(sum(reserved_nano), 0) AS n FROM batch_part WHERE reserved_nano > 0 AND ${COUNTS[scope]}`,
    )
    .get(name);
  return Number(row?.['n']);
}
