import { NAME_KIND } from '../ledgerFormat.ts';
import { DIMENSIONS, type UsageFilter } from './usageReport.ts';

/** A condition on rows of `attempt` for a WHERE clause, with its parameters in order. */
export interface AttemptCondition {
  readonly sql: string;
  readonly values: readonly (number | string)[];
}

/**
 * Selects attempts of the local days from `firstDay` to `lastDay` with the filter's names. An unknown name matches
 * nothing.
 */
export function attemptsOf(firstDay: number, lastDay: number, filter: UsageFilter): AttemptCondition {
  const dimensions = DIMENSIONS.filter(dimension => filter[dimension] !== undefined);
  const conditions = dimensions.map(
    dimension => ` AND attempt.${dimension} = (SELECT id FROM name WHERE kind = ${NAME_KIND[dimension]} AND text = ?)`,
  );
  return {
    sql: `attempt.local_day BETWEEN ? AND ?${conditions.join('')}`,
    values: [firstDay, lastDay, ...dimensions.map(dimension => filter[dimension] ?? '')],
  };
}
