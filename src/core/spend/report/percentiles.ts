import type { Statements } from '../../database/database.ts';
import { middleOf } from '../latencyRows.ts';
import { LATENCY_METRIC, OUTCOMES } from '../ledgerFormat.ts';
import { attemptsOf } from './attemptFilter.ts';
import { countDays } from './calendarDays.ts';
import { isFiltered, type Percentiles, type UsageFilter, type UsageReport } from './usageReport.ts';

/** Up to this many days, attempts are read individually; longer ranges use buckets. */
const MAX_EXACT_DAYS = 31;

/** Returns latency percentiles: exact for up to a month or with a filter, otherwise from buckets. */
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

/** One pass: reading the rows takes most of the time, and sorting in SQLite is no faster. */
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
 * Returns percentiles by nearest rank, so each is the time of an actual answer; `undefined` without answers.
 *
 * @param timeOf returns the time of the answer with this rank, the fastest being 1.
 */
function percentilesOf(count: number, timeOf: (rank: number) => number | undefined): Percentiles | undefined {
  if (count === 0) return undefined;
  // Integer arithmetic: 0.95 × count may fall just beside a rank.
  const below = (percent: number): number => timeOf(Math.ceil((percent * count) / 100)) ?? 0;
  return { p50: below(50), p95: below(95), p99: below(99), count };
}
