import { idealLatencies } from '../figures/idealQueue.ts';
import { levelTable } from '../figures/levelTable.ts';
import { atLeast, atMost, type Report, type Target } from '../figures/report.ts';
import { median, percentile } from '../figures/statistics.ts';
import { factor, fixed, type Table } from '../figures/table.ts';
import { figuresOf, runOffered, type OfferedRuns } from '../runs/offeredRuns.ts';
import type { Plan } from '../runs/plan.ts';
import { REFERENCE } from '../service/knobs.ts';

/** The concurrency from which on the service's limits matter. */
const BUSY_CONCURRENCY = 20;

/**
 * Measures the reference load with all clients, in the columns of the article this project started from and in better
 * ones.
 */
export async function reference(plan: Plan): Promise<Report> {
  const levels: OfferedRuns[] = [];
  for (const offered of plan.reference) levels.push(await runOffered(plan, plan.clients, {}, offered));
  return {
    title: 'The reference load',
    about:
      'A service that answers 12 at a time, log-normal with a median of 100 ms and a mean of 120 ms, refuses what is above ' +
      '120 a second, half of it with HTTP 200, and resets 0.5 % of its connections. So many callers ask again as soon as they ' +
      'have their answer. Times are of answers, from the call on. The cost is that of 10,000 answers at the list price of ' +
      'ernie-5.1, with answers that nobody read. "Remembered" is our client in a second run on the ledger of the first; ' +
      '"knows the limits" has 20 places and 99 % of the rate, fixed.',
    tables: levels.map(level => withIdeal(levelTable(level, ''), idealP99(level, plan))),
    targets: targetsOf(levels, plan),
  };
}

function withIdeal(table: Table, p99Ms: number): Table {
  const cells = table.columns.map(column => (column === 'P99 ms' ? fixed(p99Ms) : '–'));
  return { ...table, rows: [...table.rows, ['ideal queue', ...cells.slice(1)]] };
}

function targetsOf(levels: readonly OfferedRuns[], plan: Plan): Target[] {
  const busy = levels.filter(({ offered }) => offered.concurrency >= BUSY_CONCURRENCY);
  const worst = (of: readonly OfferedRuns[], figure: (level: OfferedRuns) => number, is: typeof Math.min): number =>
    is(...of.map(figure));
  const success = worst(
    levels,
    level => Math.min(figuresOf(level, 'ours').successPercent, figuresOf(level, 'ours, remembered').successPercent),
    Math.min,
  );
  const throughput = worst(
    busy,
    level => figuresOf(level, 'ours, remembered').perSecond / figuresOf(level, 'knows the limits').perSecond,
    Math.min,
  );
  const refused = worst(levels, level => figuresOf(level, 'ours').refusedPer100, Math.max);
  const p99 = worst(busy, level => figuresOf(level, 'ours, remembered').p99Ms / idealP99(level, plan), Math.max);
  return [
    {
      id: 'R1',
      what: 'success ≥ 99.9 % at every concurrency',
      figure: `${fixed(success, 2)} %`,
      isMet: atLeast(success, 99.9),
    },
    {
      id: 'R2',
      what: 'throughput ≥ 97 % of a client that knows the limits, from 20 on',
      figure: `${fixed(throughput * 100, 1)} %`,
      isMet: atLeast(throughput, 0.97),
    },
    {
      id: 'R3',
      what: 'refused ≤ 1 per 100 answers when capacity-bound',
      figure: fixed(refused, 2),
      isMet: atMost(refused, 1),
    },
    {
      id: 'R4',
      what: 'P99 ≤ 1.15 × an ideal queue, from 20 on',
      figure: factor(p99),
      isMet: atMost(p99, 1.15),
    },
  ];
}

function idealP99({ offered }: OfferedRuns, { repeats }: Plan): number {
  const seeds = Array.from({ length: repeats }, (_, index) => index + 1);
  return median(seeds.map(seed => percentile(idealLatencies({ ...REFERENCE, seed }, offered), 99)));
}
