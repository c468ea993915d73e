// Submits a job in its own process and kills itself at the n-th point, if it gets there. Options are one JSON argument.
import { writeSync } from 'node:fs';
import { hastyClock } from '../../support/hastyClock.ts';
import { ServiceBench } from './serviceBench.ts';

const { dieAt, jobId, ...options } = JSON.parse(process.argv[2] ?? '') as {
  readonly dieAt: number;
  readonly jobId: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly folder: string;
};
let points = 0;
let isRunning = false;
const bench = new ServiceBench({
  ...options,
  clock: hastyClock(100),
  onPoint: name => {
    // The state before a step equals the state after the previous one.
    if (!isRunning || name.startsWith('before') || ++points < dieAt) return;
    writeSync(1, `killed ${name}\n`);
    process.kill(process.pid, 'SIGKILL');
    // Blocks the thread until the signal takes effect.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
  },
});
await bench.ledger.ready();
isRunning = true;
await bench.run(jobId);
console.log('ended');
await bench.close();
