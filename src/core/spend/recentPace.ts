import type { Statements } from '../database/database.ts';
import { NAME_KIND, OUTCOMES, STATE } from './ledgerFormat.ts';

/** How fast a model answered recently. */
export interface RecentPace {
  /** From sending to the first content. */
  readonly firstTokenMs: number;
  /** From the first content on. */
  readonly tokensPerSecond: number;
}

/** Number of newest attempts searched, of any model. */
const LOOKED_THROUGH = 2_000;
/** Fewer answers say little. */
const ENOUGH = 5;

/** Returns the mean pace of the user's newest answers of a model; `undefined` when there are too few. */
export function readRecentPace(database: Statements, model: string): RecentPace | undefined {
  const row = database
    .statement(
      `SELECT count(*) AS n, avg(first_content_ms) AS first, sum(output_tokens) AS tokens, sum(total_ms - first_content_ms) AS rest
       FROM (SELECT * FROM attempt ORDER BY id DESC LIMIT ${LOOKED_THROUGH})
       WHERE model = (SELECT id FROM name WHERE kind = ${NAME_KIND.model} AND text = ?) AND state = ${STATE.settled}
         AND outcome = ${OUTCOMES.indexOf('ok')} AND first_content_ms IS NOT NULL AND output_tokens > 0`,
    )
    .get(model);
  const rest = Number(row?.['rest'] ?? 0);
  if (Number(row?.['n'] ?? 0) < ENOUGH || rest <= 0) return undefined;
  return { firstTokenMs: Number(row?.['first']), tokensPerSecond: (1000 * Number(row?.['tokens'])) / rest };
}
