import type { Database } from '../../../../src/core/database/database.ts';
import {
  DIMENSIONS,
  type Dimension,
  type Percentiles,
  type UsageFilter,
  type UsageSums,
} from '../../../../src/core/spend/report/usageReport.ts';

/** A row of `attempt` with names instead of ids. */
export type AttemptRow = Readonly<Record<string, number | string | null>>;

/** All attempts of a ledger, the oldest first. */
export function attemptRows(database: Database): AttemptRow[] {
  const names = new Map(
    database
      .statement('SELECT id, text FROM name')
      .all()
      .map(({ id, text }) => [id, String(text)]),
  );
  const rows = database.statement('SELECT * FROM attempt ORDER BY id').all() as AttemptRow[];
  return rows.map(row => ({
    ...row,
    ...Object.fromEntries([...DIMENSIONS, 'failure'].map(column => [column, names.get(row[column] ?? null) ?? null])),
  }));
}

/** Computes the expected content of a report by counting these attempts one by one. */
export function countedUsage(rows: readonly AttemptRow[], firstDay: number, lastDay: number, filter: UsageFilter) {
  const chosen = rows.filter(
    row =>
      Number(row['local_day']) >= firstDay &&
      Number(row['local_day']) <= lastDay &&
      DIMENSIONS.every(dimension => filter[dimension] === undefined || filter[dimension] === row[dimension]),
  );
  const ended = chosen.filter(({ state }) => state !== 0);
  const answered = ended.filter(({ outcome }) => outcome === 0);
  return {
    chosen,
    totals: sumsOf(ended),
    days: new Map([...groups(ended, 'local_day')].map(([day, of]) => [Number(day), sumsOf(of)])),
    by: (dimension: Dimension) =>
      new Map([...groups(ended, dimension)].map(([name, of]) => [String(name), sumsOf(of)])),
    failures: new Map(
      [
        ...groups(
          ended.filter(({ outcome }) => outcome === 1 || outcome === 3),
          'failure',
        ),
      ].map(([kind, of]) => [String(kind), of.length]),
    ),
    firstContent: percentilesOf(answered.map(row => row['first_content_ms'])),
    total: percentilesOf(answered.map(row => row['total_ms'])),
  };
}

function sumsOf(rows: readonly AttemptRow[]): UsageSums {
  const sum = (of: (row: AttemptRow) => unknown): number => rows.reduce((all, row) => all + Number(of(row) ?? 0), 0);
  return {
    requests: rows.length,
    ok: sum(row => row['outcome'] === 0),
    failed: sum(row => row['outcome'] === 1 || row['outcome'] === 3),
    cancelled: sum(row => row['outcome'] === 2),
    amountNanoYuan: sum(row => row['amount_nano']),
    estimatedNanoYuan: sum(row => (row['source'] === 1 ? row['amount_nano'] : 0)),
    unknownPrice: sum(row => row['amount_nano'] === null),
    inputTokens: sum(row => row['input_tokens']),
    cachedInputTokens: sum(row => row['cached_tokens']),
    outputTokens: sum(row => row['output_tokens']),
    reasoningTokens: sum(row => row['reasoning_tokens']),
  };
}

function groups(rows: readonly AttemptRow[], column: string): Map<unknown, AttemptRow[]> {
  const found = new Map<unknown, AttemptRow[]>();
  for (const row of rows) found.set(row[column], [...(found.get(row[column]) ?? []), row]);
  return found;
}

function percentilesOf(values: readonly unknown[]): Percentiles | undefined {
  const sorted = values.filter(value => typeof value === 'number').toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  // The smallest value that at least `percent` % of all values do not exceed.
  const below = (percent: number): number =>
    sorted.find((_, index) => (index + 1) * 100 >= percent * sorted.length) ?? Number.NaN;
  return { p50: below(50), p95: below(95), p99: below(99), count: sorted.length };
}
