import type { ClientName } from '../clients/clients.ts';
import type { Report } from '../figures/report.ts';
import { fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { UNLIMITED } from '../service/knobs.ts';

const CLIENTS: readonly ClientName[] = ['ours', 'knows the limits'];

/** Measures the cost of very many waiting questions. */
export async function longQueue({ queued }: Plan): Promise<Report> {
  const rows: string[][] = [];
  for (const client of CLIENTS) {
    const { result, counts } = await runJob(UNLIMITED, { kind: 'queue', client, load: { questions: queued } });
    rows.push([
      client,
      fixed(result.answered),
      fixed(result.takingMs),
      fixed(result.heapBytesPerQuestion / 1024, 1),
      fixed((result.cpuMs * 1000) / queued),
      fixed(queued / (result.wallMs / 1000)),
      fixed(result.cancelMs),
      fixed(counts.mostSockets),
    ]);
  }
  return {
    title: 'A long queue',
    about: `${fixed(queued)} questions at the same moment, at a service that answers at once. Then as many again, all of them cancelled after 200 ms.`,
    tables: [
      {
        columns: [
          'client',
          'answered',
          'taking all ms',
          'kB for each that waits',
          'CPU µs per call',
          'calls/s',
          'cancelling all ms',
          'sockets',
        ],
        rows,
      },
    ],
    targets: [],
  };
}
