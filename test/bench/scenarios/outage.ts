import { atMost, type Report } from '../figures/report.ts';
import { fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';

const CONCURRENCY = 50;

const OUTAGES = [
  ['resets', 'connections are reset'],
  ['errors', 'HTTP 500'],
] as const;

/** Measures how many requests a dead service receives. */
export async function outage(plan: Plan): Promise<Report> {
  const calls = plan.outageQuestions;
  const rows: string[][] = [];
  let most = Number.NaN;
  for (const [kind, words] of plan.isQuick ? OUTAGES.slice(0, 1) : OUTAGES)
    for (const client of plan.clients.filter(one => one !== 'knows the limits')) {
      const load = { concurrency: CONCURRENCY, calls, warmUpCalls: 0 };
      const { result, counts } = await runJob({ outage: kind }, { kind: 'closed', client, load });
      const sent = counts.requests / calls;
      if (client === 'ours') most = Number.isNaN(most) ? sent : Math.max(most, sent);
      rows.push([client, words, String(counts.requests), fixed(sent, 2), fixed(result.wallMs / 1000, 1)]);
    }
  return {
    title: 'A total outage',
    about: `The service answers nobody. ${calls} questions, ${CONCURRENCY} callers.`,
    tables: [{ columns: ['client', 'outage', 'requests', 'per question', 'seconds in all'], rows }],
    targets: [
      {
        id: 'R13',
        what: 'requests in a total outage ≤ 1.1 × the questions',
        figure: fixed(most, 2),
        isMet: atMost(most, 1.1),
      },
    ],
  };
}
