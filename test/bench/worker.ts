// One client under one load in a process of its own, to measure its own CPU and memory.
import { CLIENTS } from './clients/clients.ts';
import { cancel } from './loads/cancel.ts';
import { closed } from './loads/closed.ts';
import type { Job, LoadKinds } from './loads/load.ts';
import { priority } from './loads/priority.ts';
import { queue } from './loads/queue.ts';
import { soak } from './loads/soak.ts';
import { steady } from './loads/steady.ts';
import type { BenchClient } from './clients/benchClient.ts';
import { RESULT_MARK, type WorkerInput } from './runs/workerProtocol.ts';

const LOADS: {
  readonly [Kind in keyof LoadKinds]: (
    client: BenchClient,
    load: LoadKinds[Kind]['load'],
    url: string,
  ) => Promise<LoadKinds[Kind]['result']>;
} = { cancel, closed, priority, queue, soak, steady };

// Our timers do not keep the process alive; in an editor, others do.
setInterval(() => undefined, 60_000);

const { job, url, folder, perSecond, burst } = JSON.parse(process.argv[2] ?? '') as WorkerInput;
const client = await CLIENTS[job.client]({
  url,
  perSecond,
  burst,
  folder,
  proof: job.proof ?? 'key',
  maxConcurrency: job.maxConcurrency ?? 64,
});
const result = await run(job);
await client.close();
process.stdout.write(`\n${RESULT_MARK}${JSON.stringify(result)}\n`, () => process.exit());

function run<Kind extends keyof LoadKinds>({ kind, load }: Job<Kind>): Promise<LoadKinds[Kind]['result']> {
  return LOADS[kind](client, load, url);
}
