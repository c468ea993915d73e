import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { hastyClock } from '../../support/hastyClock.ts';
import { startProcess } from '../../support/childProcess.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ServiceBench } from './serviceBench.ts';

const CHILD = fileURLToPath(new URL('serviceChild.ts', import.meta.url));

/** More points than a job passes. */
const MANY = 60;

describe('Batch inference, killed at any point,', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());

  /** Runs the job in a process that kills itself at a point; returns the name of the point, or `ended`. */
  async function runChild(folder: string, jobId: string, dieAt: number): Promise<string> {
    const { baseUrl, key } = simulator;
    const told = JSON.stringify({ baseUrl, key, folder, jobId, dieAt });
    const child = startProcess(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, told]);
    await child.exited;
    return child.output().trim();
  }

  it('orders nothing twice, loses nothing and books nothing twice', async function () {
    this.timeout(300_000);
    const seen = new Set<string>();
    for (let dieAt = 1; dieAt < MANY; dieAt++) {
      simulator.reset();
      simulator.script({ on: 'batch', batch: { fail: { lines: [2], code: 'internal_error' } } });
      const first = new ServiceBench({ baseUrl: simulator.baseUrl, key: simulator.key });
      const id = await first.add(4);
      await first.close();
      const output = await runChild(first.folder, id, dieAt);
      const bench = new ServiceBench({
        baseUrl: simulator.baseUrl,
        key: simulator.key,
        folder: first.folder,
        clock: hastyClock(100),
      });
      await bench.ledger.ready();
      await bench.run(id);
      const { state, counts } = bench.job(id);
      const account = simulator.account();
      const orders = simulator.requests().filter(({ method, path }) => method === 'POST' && path === '/v2/batches');
      assert.deepEqual(
        [state, counts.done, counts.failed, orders.length, account.billedRequests],
        ['done', 3, 1, 1, 3],
        `${output} at ${dieAt}`,
      );
      assert.deepEqual(bench.booked(), { amount: account.amountNanoYuan, attempts: 3 }, output);
      assert.equal(bench.reserved(), 0, output);
      await bench.close();
      if (output === 'ended') break;
      seen.add(output);
    }
    for (const call of ['upload', 'create', 'look', 'results', 'deleteFile', 'write'])
      assert.ok(seen.has(`killed after ${call}`), call);
  });
});
