import type { Report } from '../figures/report.ts';
import { slope } from '../figures/statistics.ts';
import { fixed } from '../figures/table.ts';
import type { Plan } from '../runs/plan.ts';
import { runJob } from '../runs/runJob.ts';
import { UNLIMITED } from '../service/knobs.ts';

const CONCURRENCY = 200;
const MAX_CONCURRENCY = 64;
const PARTS = 10;

/** The heap settles in the first parts. */
const PARTS_BEFORE = 3;

/** A leak keeps at least hundreds of bytes per call; less is noise of the garbage collector. */
const MOST_BYTES_PER_CALL = 20;

/** With fewer calls, that noise exceeds the limit. */
const ENOUGH_CALLS = 100_000;

/** Measures whether a finished call leaks anything. */
export async function longRun({ soakCalls: calls }: Plan): Promise<Report> {
  const load = { concurrency: CONCURRENCY, calls, parts: PARTS };
  const job = { kind: 'soak', client: 'ours', load, maxConcurrency: MAX_CONCURRENCY } as const;
  const { result, counts } = await runJob(UNLIMITED, job);
  const bytesPerCall = slope(result.heapBytes.slice(PARTS_BEFORE)) / (calls / PARTS);
  return {
    title: 'A long run',
    about: `Our client, ${fixed(calls)} calls, ${CONCURRENCY} at once, at a service that answers at once. The heap after a full collection, after each tenth of the calls.`,
    tables: [
      {
        columns: ['after', ...result.heapBytes.map((_, part) => fixed(((part + 1) * calls) / PARTS))],
        rows: [
          ['live heap MB', ...result.heapBytes.map(bytes => fixed(bytes / 1e6, 2))],
          ['resident MB', ...result.residentBytes.map(bytes => fixed(bytes / 1e6))],
        ],
      },
    ],
    targets: [
      {
        id: 'R15',
        what: 'memory slope about 0',
        figure: `${fixed(bytesPerCall, 1)} bytes per call, ${fixed(calls)} calls, ${result.failed} failed`,
        isMet: calls < ENOUGH_CALLS ? undefined : bytesPerCall <= MOST_BYTES_PER_CALL && result.failed === 0,
      },
      {
        id: 'R15',
        what: `sockets ≤ ${MAX_CONCURRENCY}`,
        figure: fixed(counts.mostSockets),
        isMet: counts.mostSockets <= MAX_CONCURRENCY,
      },
      {
        id: 'R15',
        what: 'no timer left after dispose',
        figure: fixed(result.timersLeft),
        isMet: result.timersLeft === 0,
      },
    ],
  };
}
