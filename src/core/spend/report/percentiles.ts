import type { Statements } from '../../database/database.ts';
import { middleOf } from '../latencyRows.ts';
import { LATENCY_METRIC, OUTCOMES } from '../ledgerFormat.ts';
import { attemptsOf } from './attemptFilter.ts';
import { countDays } from './calendarDays.ts';
import { isFiltered, type Percentiles, type UsageFilter, type UsageReport } from './usageReport.ts';

/** The attempts of so many days are counted one by one, those of more days are known by buckets. */
const MAX_EXACT_DAYS = 31;

/** How long answers took: exactly for a month and under a filter, else read off buckets. */
export function readLatency(
  database: Statements,
  firstDay: number,
  lastDay: number,
  filter: UsageFilter,
): UsageReport['latency'] {
  if (isFiltered(filter) || countDays(firstDay, lastDay) <= MAX_EXACT_DAYS) {
    return { ...readTimes(database, firstDay, lastDay, filter), exact: true };
  }
  const read = (metric: keyof typeof LATENCY_METRIC): Percentiles | undefined =>
    readBuckets(database, metric, firstDay, lastDay);
  return { firstContent: read('firstContent'), total: read('total'), exact: false };
}

/** In one pass: reading the rows is what takes time, and SQLite would sort them no faster. */
function readTimes(
  database: Statements,
  firstDay: number,
  lastDay: number,
  filter: UsageFilter,
): Pick<UsageReport['latency'], 'firstContent' | 'total'> {
  const { sql, values } = attemptsOf(firstDay, lastDay, filter);
  const rows = database
    .statement(`SELECT first_content_ms, total_ms FROM attempt WHERE ${sql} AND outcome = ${OUTCOMES.indexOf('ok')}`)
    .iterate(...values);
  const [firstContent, total]: [number[], number[]] = [[], []];
  for (const row of rows) {
    if (row['first_content_ms'] !== null) firstContent.push(Number(row['first_content_ms']));
    if (row['total_ms'] !== null) total.push(Number(row['total_ms']));
  }
  const exactly = (times: readonly number[]): Percentiles | undefined => {
    const sorted = Float64Array.from(times).sort();
    return percentilesOf(times.length, rank => sorted[rank - 1]);
  };
  return { firstContent: exactly(firstContent), total: exactly(total) };
}

function readBuckets(
  database: Statements,
  metric: keyof typeof LATENCY_METRIC,
  firstDay: number,
  lastDay: number,
): Percentiles | undefined {
  const buckets = database
    .statement(
      `SELECT bucket, sum(n) AS n FROM latency WHERE local_day BETWEEN ? AND ? AND metric = ${LATENCY_METRIC[metric]}
       GROUP BY bucket ORDER BY bucket`,
    )
    .all(firstDay, lastDay)
    .map(({ bucket, n }) => ({ ms: Math.round(middleOf(Number(bucket))), count: Number(n) }));
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  return percentilesOf(total, rank => {
    let seen = 0;
    return buckets.find(({ count }) => (seen += count) >= rank)?.ms;
  });
}

/**
 * By nearest rank: each is a time that some answer took. `undefined` where there is none.
 *
 * @param timeOf tells the time of the answer with this rank by quickness, from 1.
 */
function percentilesOf(count: number, timeOf: (rank: number) => number | undefined): Percentiles | undefined {
  if (count === 0) return undefined;
  // In whole numbers: 0.95 times a count may fall just beside a rank.
  const below = (percent: number): number => timeOf(Math.ceil((percent * count) / 100)) ?? 0;
  return { p50: below(50), p95: below(95), p99: below(99), count };
}
