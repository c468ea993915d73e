import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { passOn } from '../../support/proxy.ts';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';

const PROCESSES = 3;
const CALLERS = 334;

describe('A thousand callers in three processes with the same question at once', function () {
  // A busy machine needs time to start the processes.
  this.timeout(180_000);

  let simulator: Simulator;
  /** Passes requests on to the simulator once `mayPass` returns true. */
  let gate: Server;
  let mayPass: () => boolean;
  let children: ChildProcess[];
  let file: DatabaseSync;

  beforeEach(async () => {
    simulator = await startSimulator();
    mayPass = () => true;
    gate = createServer((request, response) => {
      void until(mayPass).then(() => passOn(request, response, simulator.url));
    }).listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const baseUrl = `http://127.0.0.1:${(gate.address() as AddressInfo).port}/v2`;
    children = [];
    const folder = temporaryFolder();
    for (let index = 0; index < PROCESSES; index++) {
      // Each process has its own workspace, so that none finds another's answer on disk.
      const words = [folder, temporaryFolder(), baseUrl, simulator.key, String(CALLERS)];
      const execArgv = ['--disable-warning=ExperimentalWarning'];
      children.push(fork(join(import.meta.dirname, 'askingProcess.ts'), words, { execArgv }));
    }
    for (const child of children) await once(child, 'message');
    file = new DatabaseSync(join(folder, 'wenxin.1.db'));
  });

  afterEach(async () => {
    file.close();
    for (const child of children) child.kill('SIGKILL');
    gate.closeAllConnections();
    gate.close();
    await simulator.close();
  });

  /** Returns the answers that the callers of each process got. */
  function answers(asking: readonly ChildProcess[]): Promise<string[][]> {
    return Promise.all(asking.map(async child => ((await once(child, 'message')) as [string[]])[0]));
  }

  /** Returns how many processes wait for the answer to another one's request. */
  const followers = (): number =>
    Number(file.prepare('SELECT coalesce(sum(followers), 0) AS n FROM flight').get()?.['n']);

  it('are all answered by one request', async () => {
    simulator.script({ answer: { text: '一次就够' } });
    // Those that start after the answer would send their own request.
    mayPass = () => followers() === PROCESSES - 1;
    const all = answers(children);
    for (const child of children) child.send('ask');
    const texts = (await all).flat();
    assert.equal(texts.length, PROCESSES * CALLERS);
    assert.deepEqual([...new Set(texts)], ['一次就够']);
    assert.equal(simulator.requests().length, 1);
  });

  it('cause one more request when the process that sent the first is killed', async () => {
    simulator.script({ delivery: { stall: 'beforeHeaders' } });
    const [first, ...others] = children;
    first?.send('ask');
    await simulator.when(records => records.length === 1);
    const all = answers(others);
    for (const child of others) child.send('ask');
    await until(() => followers() === PROCESSES - 1);
    simulator.script({ answer: { text: '再问一次' } });
    first?.kill('SIGKILL');
    assert.deepEqual([...new Set((await all).flat())], ['再问一次']);
    assert.equal(simulator.requests().length, 2);
  });
});
