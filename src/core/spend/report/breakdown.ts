import type { Statements } from '../../database/database.ts';
import { DAILY_KIND, STATE } from '../ledgerFormat.ts';
import { attemptsOf } from './attemptFilter.ts';
import { ATTEMPT_SUMS_SQL, DAILY_SUMS_SQL, SumsByKey, sumsOf } from './sums.ts';
import { DIMENSIONS, isFiltered, type Dimension, type UsageFilter } from './usageReport.ts';

/** The attempts of a range, summed by each dimension. Names are given by their ids. */
export interface Breakdown {
  readonly days: SumsByKey;
  readonly by: Readonly<Record<Dimension, SumsByKey>>;
  readonly dayModels: readonly { readonly day: number; readonly model: number; readonly amountNanoYuan: number }[];
  /** Requests by the id of the failure's name. */
  readonly failures: ReadonlyMap<number, number>;
}

/** Reads from `attempt` when there is a filter: `daily` does not record combinations of names. */
export function readBreakdown(database: Statements, firstDay: number, lastDay: number, filter: UsageFilter): Breakdown {
  return isFiltered(filter)
    ? readAttempts(database, firstDay, lastDay, filter)
    : readDaily(database, firstDay, lastDay);
}

function empty(): Record<Dimension, SumsByKey> {
  const [model, feature, workspace] = [new SumsByKey(), new SumsByKey(), new SumsByKey()];
  return { model, feature, workspace, endpoint: new SumsByKey(), consumer: new SumsByKey() };
}

function readDaily(database: Statements, firstDay: number, lastDay: number): Breakdown {
  const range = 'FROM daily WHERE local_day BETWEEN ? AND ?';
  const all = (sql: string) => database.statement(sql).all(firstDay, lastDay);
  const days = new SumsByKey();
  const perDay = `SELECT local_day, ${DAILY_SUMS_SQL} ${range} AND kind = ${DAILY_KIND.total} GROUP BY local_day`;
  for (const row of all(perDay)) days.add(Number(row['local_day']), sumsOf(row));
  const by = empty();
  const failures = new Map<number, number>();
  const kinds = [...DIMENSIONS, 'failure' as const].map(name => DAILY_KIND[name]).join();
  for (const row of all(`SELECT kind, value, ${DAILY_SUMS_SQL} ${range} AND kind IN (${kinds}) GROUP BY kind, value`)) {
    const [value, sums] = [Number(row['value']), sumsOf(row)];
    const dimension = DIMENSIONS.find(name => DAILY_KIND[name] === row['kind']);
    if (dimension === undefined) failures.set(value, sums.requests);
    else by[dimension].add(value, sums);
  }
  const dayModels = all(
    `SELECT local_day, value, amount_nano ${range} AND kind = ${DAILY_KIND.model} AND amount_nano <> 0`,
  ).map(row => ({
    day: Number(row['local_day']),
    model: Number(row['value']),
    amountNanoYuan: Number(row['amount_nano']),
  }));
  return { days, by, dayModels, failures };
}

function readAttempts(database: Statements, firstDay: number, lastDay: number, filter: UsageFilter): Breakdown {
  const { sql, values } = attemptsOf(firstDay, lastDay, filter);
  const ended = `FROM attempt WHERE ${sql} AND state <> ${STATE.open}`;
  const all = (columns: string) =>
    database.statement(`SELECT ${columns}, ${ATTEMPT_SUMS_SQL} ${ended} GROUP BY ${columns}`).all(...values);
  const days = new SumsByKey();
  const dayModels = all('local_day, model').map(row => {
    const [day, sums] = [Number(row['local_day']), sumsOf(row)];
    days.add(day, sums);
    return { day, model: Number(row['model']), amountNanoYuan: sums.amountNanoYuan };
  });
  const by = empty();
  const failures = new Map<number, number>();
  // Groups by all dimensions in one pass: few combinations occur.
  for (const row of all(`${DIMENSIONS.join()}, failure`)) {
    const sums = sumsOf(row);
    for (const dimension of DIMENSIONS) by[dimension].add(Number(row[dimension]), sums);
    const failure = row['failure'];
    if (failure !== null) failures.set(Number(failure), (failures.get(Number(failure)) ?? 0) + sums.requests);
  }
  return {
    days,
    by,
    dayModels: dayModels.filter(({ amountNanoYuan }) => amountNanoYuan !== 0),
    failures,
  };
}
