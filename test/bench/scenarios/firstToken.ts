import type { ClientName } from '../clients/clients.ts';
import { atMost, type Report } from '../figures/report.ts';
import { median, percentile } from '../figures/statistics.ts';
import { factor, fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { UNLIMITED } from '../service/knobs.ts';

const FLOOR: ClientName = 'plain fetch';
const WARM_UP_CALLS = 20;
const TOKEN_GAP_MS = 1;

/** From an answer's head to its first token. */
const HEADS_MS = [0, 20];

/** Measures the time to the first token, for a service that sends it with the head, and one that sends it later. */
export async function firstToken(plan: Plan): Promise<Report> {
  const clients: readonly ClientName[] = [
    FLOOR,
    'ours',
    'ours, network alone',
    'undici.request',
    'openai SDK',
    '@baiducloud/qianfan',
  ];
  const measure = async (client: ClientName, firstTokenMs: number): Promise<readonly number[]> => {
    const knobs = { ...UNLIMITED, firstTokenMs, tokenGapMs: TOKEN_GAP_MS };
    const load = { concurrency: 1, calls: plan.firstTokenCalls, warmUpCalls: WARM_UP_CALLS };
    return (await runJob(knobs, { kind: 'closed', client, load })).result.firstTokenMs;
  };
  const headsMs = plan.isQuick ? HEADS_MS.slice(0, 1) : HEADS_MS;
  const medians = new Map<ClientName, number>();
  const cells = new Map<ClientName, string[]>();
  for (const firstTokenMs of headsMs)
    for (const client of clients) {
      const times = await measure(client, firstTokenMs);
      if (firstTokenMs === 0) medians.set(client, median(times));
      cells.set(client, [...(cells.get(client) ?? []), fixed(median(times), 2), fixed(percentile(times, 99), 2)]);
    }
  const ratio = (client: ClientName): number =>
    (medians.get(client) ?? Number.NaN) / (medians.get(FLOOR) ?? Number.NaN);
  return {
    title: 'The first token',
    about: `One call after the other; tokens come ${TOKEN_GAP_MS} ms apart, the first one together with the head of the answer, or after it. From the call to the first text in the caller's hand.`,
    tables: [
      {
        columns: [
          'client',
          ...headsMs.flatMap(headMs => [`${headMs} ms after the head: P50 ms`, 'P99 ms']),
          'of plain fetch, together with the head',
        ],
        rows: clients.map(client => [client, ...(cells.get(client) ?? []), factor(ratio(client))]),
      },
    ],
    targets: [
      {
        id: 'R6',
        what: "first token ≤ 1.15 × bare fetch's",
        figure: factor(ratio('ours')),
        isMet: atMost(ratio('ours'), 1.15),
      },
    ],
  };
}
