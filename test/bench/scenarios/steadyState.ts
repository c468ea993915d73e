import type { ClientName } from '../clients/clients.ts';
import { atLeast, type Report } from '../figures/report.ts';
import { fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { REFERENCE } from '../service/knobs.ts';

/** The service's capacity in answers per second. */
const CEILING = (REFERENCE.capacity / REFERENCE.meanMs) * 1000;

const CLIENTS: readonly ClientName[] = ['ours', 'knows the limits'];

/** Measures a client's throughput without the start and the end of a run. */
export async function steadyState(plan: Plan): Promise<Report> {
  const { concurrencies, ...times } = plan.steady;
  const clients = CLIENTS.filter(client => plan.clients.includes(client));
  const rows: string[][] = [];
  let least = Infinity;
  for (const concurrency of concurrencies) {
    for (const client of clients) {
      const { result, counts } = await runJob({}, { kind: 'steady', client, load: { concurrency, ...times } });
      if (client === 'ours') least = Math.min(least, result.perSecond / CEILING);
      rows.push([
        client,
        String(concurrency),
        fixed(result.perSecond, 1),
        `${fixed((result.perSecond / CEILING) * 100, 1)} %`,
        fixed((counts.refused / (counts.answered + counts.wasted)) * 100, 2),
        String(result.failed),
      ]);
    }
  }
  return {
    title: 'Steady state',
    about: `The reference load for ${times.windowMs / 1000} s after ${times.warmUpMs / 1000} s that do not count. The places of the service can give ${fixed(CEILING)} answers a second.`,
    tables: [{ columns: ['client', 'at once', 'answers/s', 'of the ceiling', 'refused per 100', 'failed'], rows }],
    targets: [
      {
        id: 'R2',
        what: 'in a steady window ≥ 95 % of the ceiling',
        figure: `${fixed(least * 100, 1)} %`,
        isMet: atLeast(least, 0.95),
      },
    ],
  };
}
