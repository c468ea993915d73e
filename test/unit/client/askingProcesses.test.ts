import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const PROCESSES = 3;
const CALLERS = 334;

describe('A thousand callers in three processes with the same question at once', function () {
  // A busy machine needs time to start the processes.
  this.timeout(180_000);

  let simulator: Simulator;
  let children: ChildProcess[];

  beforeEach(async () => {
    simulator = await startSimulator();
    children = [];
    const folder = temporaryFolder();
    for (let index = 0; index < PROCESSES; index++) {
      // Each process has its own workspace, so that none finds another's answer on disk.
      const words = [folder, temporaryFolder(), simulator.baseUrl, simulator.key, String(CALLERS)];
      const execArgv = ['--disable-warning=ExperimentalWarning'];
      children.push(fork(join(import.meta.dirname, 'askingProcess.ts'), words, { execArgv }));
    }
    for (const child of children) await once(child, 'message');
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await simulator.close();
  });

  /** Returns the answers that the callers of each process got. */
  function answers(asking: readonly ChildProcess[]): Promise<string[][]> {
    return Promise.all(asking.map(async child => ((await once(child, 'message')) as [string[]])[0]));
  }

  it('are all answered by one request', async () => {
    simulator.script({ answer: { text: '一次就够' }, delivery: { chunkMs: 50 } });
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
    simulator.script({ answer: { text: '再问一次' }, delivery: { chunkMs: 50 } });
    first?.kill('SIGKILL');
    assert.deepEqual([...new Set((await all).flat())], ['再问一次']);
    assert.equal(simulator.requests().length, 2);
  });
});
