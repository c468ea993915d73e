import assert from 'node:assert/strict';
import { NO_OBJECT_STORAGE, NOT_OFFERED, UNCERTAIN_ORDER } from '../../../src/core/batch/service/pauseFor.ts';
import { BATCH_SETTINGS } from '../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { hastyClock } from '../../support/hastyClock.ts';
import { ServiceBench, type BenchOptions } from './serviceBench.ts';

describe('Batch inference under failures', () => {
  let simulator: Simulator;
  let bench: ServiceBench;
  const begin = (options: Partial<BenchOptions> = {}): ServiceBench =>
    (bench = new ServiceBench({
      baseUrl: simulator.baseUrl,
      key: simulator.key,
      clock: hastyClock(100),
      ...options,
    }));
  before(async () => (simulator = await startSimulator()));
  afterEach(async () => {
    await bench.close();
    assert.deepEqual(simulator.violations(), []);
    simulator.reset();
  });
  after(() => simulator.close());

  const calls = (path: RegExp): number =>
    simulator.requests().filter(record => path.test(`${record.method} ${record.path}`)).length;

  it('pauses with the service’s code when the service rejects the whole batch', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { refuse: 'model_not_supported' } });
    const id = await bench.add(2);
    await bench.run(id);
    const job = bench.job(id);
    assert.deepEqual([job.state, job.pause], ['paused', { reason: 'rejected', detail: 'model_not_supported' }]);
    assert.equal(job.counts.waiting, 2);
    assert.equal(bench.reserved(), 0);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 2);
  });

  for (const [what, settings, detail] of [
    ['offers no batches', { isOffered: false }, NOT_OFFERED],
    ['has no object storage', { hasStorage: false }, NO_OBJECT_STORAGE],
  ] as const)
    it(`says so when the service ${what}`, async () => {
      begin();
      simulator.configure({ batches: { ...BATCH_SETTINGS, ...settings } });
      const id = await bench.add(2);
      await bench.run(id);
      assert.deepEqual(bench.job(id).pause, { reason: 'rejected', detail });
      assert.equal(bench.job(id).counts.waiting, 2);
      assert.equal(bench.reserved(), 0);
    });

  it('pauses when the input file is rejected', async () => {
    begin();
    simulator.script({ on: 'upload', instead: { kind: 'error', code: 'invalid_upload_file' } });
    const id = await bench.add(2);
    await bench.run(id);
    assert.deepEqual(bench.job(id).pause, { reason: 'rejected', detail: 'invalid_upload_file' });
  });

  it('pauses when the key is rejected, and resumes with a valid one', async () => {
    begin({ key: 'nobody' });
    const id = await bench.add(2);
    await bench.run(id);
    assert.equal(bench.job(id).pause?.reason, 'credentials');
    const { folder } = bench;
    await bench.close();
    begin({ folder });
    await bench.ledger.ready();
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 2);
  });

  for (const on of ['upload', 'batch', 'batchLook', 'content'] as const)
    for (const [what, script] of [
      ['429', { instead: { kind: 'error', code: 'rpm_rate_limit_exceeded' } }],
      ['500', { instead: { kind: 'error', code: 'internal_error' } }],
      ['a page', { instead: { kind: 'html', status: 502 } }],
      ['a connection that breaks', { delivery: { cut: 'beforeHeaders' } }],
    ] as const)
      it(`goes on after ${what} at ${on}, with one order`, async () => {
        begin();
        simulator.script({ on, ...script });
        const id = await bench.add(3);
        await bench.run(id);
        assert.equal(bench.job(id).counts.done, 3);
        assert.equal(simulator.account().billedRequests, 3);
        assert.equal(bench.booked().amount, simulator.account().amountNanoYuan);
      });

  it('resumes an interrupted download of results, and books nothing twice', async () => {
    begin();
    simulator.script({ on: 'content', delivery: { cut: { afterBytes: 60_000 } } });
    const id = await bench.add(200);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 200);
    assert.equal(bench.booked().attempts, 200);
  });

  it('never repeats an order after its response was lost, and finds it if the service shows its details', async () => {
    for (const shows of ['all', 'bare'] as const) {
      begin();
      simulator.configure({ batches: { ...BATCH_SETTINGS, shows } });
      simulator.script({ on: 'batch', delivery: { cut: 'beforeHeaders' } });
      const id = await bench.add(3);
      await bench.run(id);
      const { state, pause, counts } = bench.job(id);
      if (shows === 'all') assert.equal(counts.done, 3);
      else assert.deepEqual([state, pause], ['paused', { reason: 'rejected', detail: UNCERTAIN_ORDER }]);
      assert.equal(calls(/^POST \/v2\/batches$/), 1);
      await bench.close();
      simulator.reset();
    }
  });

  it('never repeats an order when the service has no list of orders', async () => {
    begin();
    simulator.configure({ batches: { ...BATCH_SETTINGS, isListed: false } });
    simulator.script({ on: 'batch', instead: { kind: 'html', status: 504 } });
    const id = await bench.add(1);
    await bench.run(id);
    assert.deepEqual(bench.job(id).pause, { reason: 'rejected', detail: UNCERTAIN_ORDER });
    assert.equal(calls(/^POST \/v2\/batches$/), 1);
  });

  it('works with a service that only shows the id and status of an order', async () => {
    begin();
    simulator.configure({ batches: { ...BATCH_SETTINGS, shows: 'bare' } });
    const id = await bench.add(3);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 3);
  });

  it('waits while the network is down', async () => {
    const lostUntilMs = Date.now() + 600;
    const fetch: typeof globalThis.fetch = (...request) => {
      if (Date.now() >= lostUntilMs) return globalThis.fetch(...request);
      return Promise.reject(
        Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) }),
      );
    };
    begin({ fetch });
    const id = await bench.add(3);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 3);
  });

  it('estimates the cost of an answer without usage, and marks it as an estimate', async () => {
    begin();
    simulator.script({ on: 'batch', answer: { text: '一二三四五', omit: ['usage'] } });
    const id = await bench.add(1);
    await bench.run(id);
    const [entry] = bench.ledger.bookings(1);
    assert.equal(entry?.source, 'estimate');
    assert.ok((entry.amountNanoYuan ?? 0) > 0);
    assert.equal(bench.ledger.todaySpend()?.estimated, true);
    const { outcome } = bench.items(id)[0] ?? {};
    assert.ok(outcome?.state === 'done' && outcome.usage === undefined);
  });

  it('fails an item whose answer is filtered or empty, and books it', async () => {
    begin();
    simulator.script({ on: 'batch', answer: { text: '不能看', flag: 3 } });
    simulator.script({ on: 'batch', answer: { text: '' } });
    for (const kind of ['filtered', 'empty']) {
      const id = await bench.add(1);
      await bench.run(id);
      const { outcome } = bench.items(id)[0] ?? {};
      assert.equal(outcome?.state === 'failed' && outcome.failure.kind, kind);
    }
    assert.equal(bench.booked().attempts, 2);
    assert.equal(bench.booked().amount, simulator.account().amountNanoYuan);
  });
});
