import type { ClientName } from '../clients/clients.ts';
import { atMost, type Report } from '../figures/report.ts';
import { percentile } from '../figures/statistics.ts';
import { factor, fixed } from '../figures/table.ts';
import type { PriorityLoad } from '../loads/priority.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';

const CLIENTS: readonly ClientName[] = ['ours', 'openai SDK', 'knows the limits'];

/** Rare enough that the user alone never waits for a slot. */
const ALONE = { batchItems: 0, questionEveryMs: 50 };
const QUESTIONS_ALONE = 200;
const EVERY_MS = 200;

/** Measures a user's question while a batch keeps the client busy. */
export async function chatUnderBatch(plan: Plan): Promise<Report> {
  const questions = plan.isQuick ? QUESTIONS_ALONE / 4 : QUESTIONS_ALONE;
  const alone = await measure(plan, 'ours', { ...ALONE, questions });
  const rows = [['ours, no batch', ...cellsOf(alone), '1.00 ×']];
  let ratio = Number.NaN;
  let failed = 0;
  for (const client of CLIENTS.filter(one => plan.clients.includes(one))) {
    const load = { batchItems: plan.batchItems, questions: 0, questionEveryMs: EVERY_MS };
    const pooled = await measure(plan, client, load);
    const ofAlone = percentile(pooled.totalMs, 99) / percentile(alone.totalMs, 99);
    if (client === 'ours') {
      ratio = ofAlone;
      failed = pooled.failed + pooled.batchFailed;
    }
    rows.push([client, ...cellsOf(pooled), factor(ofAlone)]);
  }
  return {
    title: 'A person beside a batch',
    about: `The reference load. ${fixed(plan.batchItems)} items are asked at once, by our client as a job of its batches; as long as they run, a person asks every ${EVERY_MS} ms. Percentiles are of the person's questions in all repeats together.`,
    tables: [
      {
        columns: ['client', 'P50 ms', 'P99 ms', 'failed', 'batch failed', 'answers/s of both', 'P99 of no batch'],
        rows,
      },
    ],
    targets: [
      {
        id: 'R4',
        what: "a chat question's P99 ≤ 1.5 × unloaded while a batch runs",
        figure: `${factor(ratio)}, ${failed} failed`,
        isMet: failed > 0 ? false : atMost(ratio, 1.5),
      },
    ],
  };
}

interface Pooled {
  readonly totalMs: readonly number[];
  readonly failed: number;
  readonly batchFailed: number;
  readonly perSecond: readonly number[];
}

async function measure({ repeats }: Plan, client: ClientName, load: PriorityLoad): Promise<Pooled> {
  const totalMs: number[] = [];
  const perSecond: number[] = [];
  let failed = 0;
  let batchFailed = 0;
  for (let seed = 1; seed <= repeats; seed++) {
    const { result } = await runJob({ seed }, { kind: 'priority', client, load });
    totalMs.push(...result.totalMs);
    if (load.batchItems > 0) perSecond.push(result.perSecond);
    failed += result.failed;
    batchFailed += result.batchFailed;
  }
  return { totalMs, failed, batchFailed, perSecond };
}

function cellsOf({ totalMs, failed, batchFailed, perSecond }: Pooled): string[] {
  return [
    fixed(percentile(totalMs, 50)),
    fixed(percentile(totalMs, 99)),
    String(failed),
    String(batchFailed),
    fixed(percentile(perSecond, 50), 1),
  ];
}
