import type { RanOne } from '../runs/runJob.ts';
import { yuanPer10000 } from './cost.ts';
import { mean, median, percentile } from './statistics.ts';
import { fixed } from './table.ts';

/** The figures of a run of many calls. Times are only of answers, not of failures. */
export interface CallFigures {
  readonly meanMs: number;
  readonly successPercent: number;
  readonly yuan: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests that the service refused, per 100 answers. */
  readonly refusedPer100: number;
  readonly sentPerQuestion: number;
  readonly perSecond: number;
}

/** The columns that `figureCells` fills; the first three are those of the article. */
export const FIGURE_COLUMNS = [
  'mean ms',
  'success %',
  '¥ per 10,000',
  'P50 ms',
  'P99 ms',
  'refused per 100',
  'sent per question',
  'answers/s',
];

export function callFigures({ result, counts }: RanOne<'closed'>): CallFigures {
  const { totalMs, answered, failed, wallMs } = result;
  const asked = answered + failed;
  return {
    meanMs: mean(totalMs),
    successPercent: (answered / asked) * 100,
    yuan: yuanPer10000(counts, answered),
    p50Ms: percentile(totalMs, 50),
    p99Ms: percentile(totalMs, 99),
    refusedPer100: (counts.refused / answered) * 100,
    sentPerQuestion: counts.requests / asked,
    perSecond: (answered / wallMs) * 1000,
  };
}

/** Returns each figure's median over the repeats. */
export function medianFigures(runs: readonly CallFigures[]): CallFigures {
  const middle = (name: keyof CallFigures): number => median(runs.map(run => run[name]));
  return {
    meanMs: middle('meanMs'),
    successPercent: middle('successPercent'),
    yuan: middle('yuan'),
    p50Ms: middle('p50Ms'),
    p99Ms: middle('p99Ms'),
    refusedPer100: middle('refusedPer100'),
    sentPerQuestion: middle('sentPerQuestion'),
    perSecond: middle('perSecond'),
  };
}

export function figureCells(figures: CallFigures): string[] {
  return [
    fixed(figures.meanMs),
    fixed(figures.successPercent, 1),
    fixed(figures.yuan, 2),
    fixed(figures.p50Ms),
    fixed(figures.p99Ms),
    fixed(figures.refusedPer100, 1),
    fixed(figures.sentPerQuestion, 2),
    fixed(figures.perSecond, 1),
  ];
}
