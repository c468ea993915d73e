import type { ClientName } from '../clients/clients.ts';
import { atMost, type Report } from '../figures/report.ts';
import { percentile } from '../figures/statistics.ts';
import { fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { UNLIMITED, type Knobs } from '../service/knobs.ts';

/** Baidu's SDK cannot cancel, nor can the article's algorithm. */
const CLIENTS: readonly ClientName[] = ['ours', 'plain fetch', 'openai SDK'];

const MOMENTS: readonly { readonly words: string; readonly knobs: Knobs; readonly afterMs: number }[] = [
  { words: 'before the head', knobs: { ...UNLIMITED, medianMs: 5_000, meanMs: 5_001 }, afterMs: 60 },
  { words: 'before the first token', knobs: { ...UNLIMITED, firstTokenMs: 5_000, tokenGapMs: 50 }, afterMs: 60 },
  { words: 'between tokens', knobs: { ...UNLIMITED, tokenGapMs: 300 }, afterMs: 100 },
];

/** Measures what happens to a cancelled question, and to the one that waits for its slot. */
export async function cancelling({ cancelRounds: rounds, clients }: Plan): Promise<Report> {
  const rows: string[][] = [];
  const closed: number[] = [];
  const freed: number[] = [];
  for (const { words, knobs, afterMs } of MOMENTS)
    for (const client of CLIENTS.filter(one => clients.includes(one))) {
      const job = { kind: 'cancel', client, load: { rounds, afterMs }, maxConcurrency: 1 } as const;
      const { result } = await runJob(knobs, job);
      const missing = rounds - result.closedMs.length;
      const closedMs = missing > 0 ? Infinity : Math.max(...result.closedMs);
      if (client === 'ours') {
        closed.push(closedMs);
        freed.push(...result.freedMs);
      }
      rows.push([
        words,
        client,
        fixed(percentile(result.heardMs, 50), 2),
        fixed(percentile(result.closedMs, 50), 2),
        missing > 0 ? `${missing} not within 2 s` : fixed(closedMs, 2),
        fixed(percentile(result.freedMs, 50), 2),
      ]);
    }
  const worstClosed = Math.max(...closed);
  const worstFreed = freed.length > 0 ? Math.max(...freed) : Number.NaN;
  return {
    title: 'Cancelling',
    about: `${rounds} questions for each row, cancelled while a second one waits; our client may have one request under way. From cancelling until the caller hears of it, until the service sees its connection close, and until the second question arrives there.`,
    tables: [
      {
        columns: ['cancelled', 'client', 'heard ms', 'closed: P50 ms', 'most ms', 'next arrives: P50 ms'],
        rows,
      },
    ],
    targets: [
      {
        id: 'R12',
        what: 'cancelling closes the socket in ≤ 50 ms',
        figure: Number.isFinite(worstClosed) ? `${fixed(worstClosed, 1)} ms at most` : 'not within 2 s',
        isMet: closed.length === 0 ? undefined : worstClosed <= 50,
      },
      {
        id: 'R12',
        what: 'cancelling frees the place in ≤ 5 ms',
        figure: Number.isNaN(worstFreed)
          ? 'nobody had to wait for a place'
          : `the next request arrives after ${fixed(percentile(freed, 50), 1)} ms, ${fixed(worstFreed, 1)} ms at most`,
        isMet: atMost(percentile(freed, 50), 5),
      },
    ],
  };
}
