import assert from 'node:assert/strict';
import { hastyClock } from '../../support/hastyClock.ts';
import { BATCH_SETTINGS } from '../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ServiceBench } from './serviceBench.ts';

describe('Batch inference shared by several windows', () => {
  let simulator: Simulator;
  const windows: ServiceBench[] = [];
  const open = (folder?: string): ServiceBench => {
    const { baseUrl, key } = simulator;
    const bench = new ServiceBench({ baseUrl, key, clock: hastyClock(100), ...(folder !== undefined && { folder }) });
    windows.push(bench);
    return bench;
  };
  before(async () => (simulator = await startSimulator()));
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close();
    simulator.reset();
  });
  after(() => simulator.close());

  it('orders each part once when two windows run a job at the same time', async () => {
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 200 } });
    const one = open();
    const id = await one.add(20);
    const other = open(one.folder);
    await other.ledger.ready();
    await Promise.all([one.run(id), other.run(id)]);
    assert.equal(one.job(id).counts.done, 20);
    assert.equal(simulator.account().billedRequests, 20);
    assert.equal(one.booked().attempts, 20);
    assert.equal(one.job(id).state, 'done');
  });

  it('is taken over when the active window leaves', async () => {
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 500 } });
    const one = open();
    const id = await one.add(5);
    const other = open(one.folder);
    await other.ledger.ready();
    const first = one.run(id);
    await simulator.when(records => records.some(({ path }) => path.includes('batches/')));
    const second = other.run(id);
    one.end.abort();
    await first;
    await second;
    assert.equal(other.job(id).counts.done, 5);
    assert.equal(simulator.account().billedRequests, 5);
  });

  it('is taken over from a window of another computer only after a minute without a heartbeat', async () => {
    const one = open();
    const id = await one.add(5);
    const owner = { boot: 'another computer', pid: 1, run: 'x', beat: 3 };
    await one.ledger.write(database => {
      database
        .statement('INSERT INTO batch_part(job, part, state, reserved_nano, json) VALUES(?, 0, 0, 0, ?)')
        .run(id, JSON.stringify(owner));
    });
    const startedAtMs = Date.now();
    await one.run(id);
    // At a hundred times the speed, a minute takes 600 ms. Timers may fire slightly early.
    const [first] = simulator.requests();
    const silentMs = (first?.atMs ?? 0) - startedAtMs;
    assert.ok(silentMs >= 590, `${silentMs} ms`);
    assert.equal(one.job(id).counts.done, 5);
  });
});
