import type { ClientName } from '../clients/clients.ts';
import { atMost, type Report } from '../figures/report.ts';
import { median } from '../figures/statistics.ts';
import { factor, fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { UNLIMITED } from '../service/knobs.ts';

const CONCURRENCY = 10;
const FLOOR: ClientName = 'plain fetch';

/** Measures what a call costs the client's machine. */
export async function cpu(plan: Plan): Promise<Report> {
  const clients: readonly ClientName[] = [
    FLOOR,
    'ours',
    'ours, in memory',
    'ours, network alone',
    'undici.request',
    'openai SDK',
    '@baiducloud/qianfan',
  ];
  const measured = new Map<ClientName, { cpuUs: number; perSecond: number; blockMs: number }[]>();
  for (let seed = 1; seed <= plan.repeats; seed++)
    for (const client of clients) {
      const load = { concurrency: CONCURRENCY, ...plan.cpu };
      const { result } = await runJob(UNLIMITED, { kind: 'closed', client, load });
      const one = {
        cpuUs: (result.cpuMs * 1000) / plan.cpu.calls,
        perSecond: (result.answered / result.wallMs) * 1000,
        blockMs: result.longestBlockMs,
      };
      measured.set(client, [...(measured.get(client) ?? []), one]);
    }
  const cpuUs = (client: ClientName): number => median((measured.get(client) ?? []).map(one => one.cpuUs));
  const ratio = (client: ClientName): number => cpuUs(client) / cpuUs(FLOOR);
  const policiesUs = cpuUs('ours, in memory') - cpuUs('ours, network alone');
  return {
    title: 'CPU of a call',
    about:
      `A service that answers at once and refuses nobody; ${CONCURRENCY} callers, ${fixed(plan.cpu.calls)} calls after ` +
      `${fixed(plan.cpu.warmUpCalls)} that do not count. User and system time of the client's process. Every client parses ` +
      'the 18 events of each stream; ours keeps its ledger on disk and a budget.',
    tables: [
      {
        columns: ['client', 'µs per call', 'of plain fetch', 'calls/s', 'longest block ms'],
        rows: clients.map(client => {
          const runs = measured.get(client) ?? [];
          return [
            client,
            fixed(cpuUs(client)),
            factor(ratio(client)),
            fixed(median(runs.map(one => one.perSecond))),
            fixed(median(runs.map(one => one.blockMs)), 1),
          ];
        }),
      },
    ],
    targets: [
      {
        id: 'R5',
        what: 'policies without storage ≤ 30 µs a call',
        figure: `${fixed(policiesUs)} µs`,
        isMet: atMost(policiesUs, 30),
      },
      {
        id: 'R5',
        what: 'CPU per call ≤ 1.30 × bare fetch with ledger and budget',
        figure: factor(ratio('ours')),
        isMet: atMost(ratio('ours'), 1.3),
      },
    ],
  };
}
