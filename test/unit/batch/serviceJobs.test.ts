import assert from 'node:assert/strict';
import { repairDay } from '../../../src/core/spend/dailyRows.ts';
import { BATCH_SETTINGS } from '../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { hastyClock } from '../../support/hastyClock.ts';
import { lineOf, MODEL, ServiceBench, type BenchOptions } from './serviceBench.ts';

describe('Batch inference', () => {
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

  it('answers 12,000 requests in three files, and books exactly what the service bills', async function () {
    this.timeout(180_000);
    begin({ clock: hastyClock(1) });
    const id = await bench.add(12_000);
    await bench.run(id);
    const job = bench.job(id);
    assert.equal(job.state, 'done');
    assert.equal(job.counts.done, 12_000);
    assert.equal(calls(/^POST \/v2\/files$/), 3);
    assert.equal(calls(/^POST \/v2\/batches$/), 3);
    const account = simulator.account();
    assert.equal(account.billedRequests, 12_000);
    assert.deepEqual(bench.booked(), { amount: account.amountNanoYuan, attempts: 12_000 });
    assert.equal(job.amountNanoYuan, account.amountNanoYuan);
    assert.equal(bench.reserved(), 0);
  });

  it('keeps the daily totals correct, and does not affect the response times', async () => {
    begin();
    const id = await bench.add(3);
    await bench.run(id);
    let differed = true;
    let times: unknown = 1;
    await bench.ledger.write((database, today) => {
      differed = repairDay(database, today);
      times = database.statement('SELECT count(*) AS n FROM latency WHERE n <> 0').get()?.['n'];
    });
    assert.equal(differed, false);
    assert.equal(times, 0);
    assert.equal(bench.ledger.todaySpend()?.failed, 0);
  });

  it('gives each item its own answer, in any order of results', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { reversed: true } });
    const line = (customId: string, content: string) => ({ customId, messages: [{ role: 'user', content }] }) as const;
    const id = await bench.add([line('a', '`function alpha() {}`'), line('b', '`function beta() {}`')]);
    await bench.run(id);
    const texts = bench.items(id).map(({ outcome }) => (outcome?.state === 'done' ? outcome.answer.text : ''));
    assert.match(texts[0] ?? '', /alpha/);
    assert.match(texts[1] ?? '', /beta/);
  });

  it('books an answer at the price of batch inference, and without response times', async () => {
    begin();
    const id = await bench.add(1);
    await bench.run(id);
    const [entry] = bench.ledger.bookings(1);
    assert.equal(entry?.price?.tiers[0]?.inputNanoYuan, 320);
    assert.equal(entry.price.tiers[0]?.outputNanoYuan, 1_280);
    assert.equal(entry.amountNanoYuan, simulator.account().amountNanoYuan);
    const { feature, cause, consumer, workspace, account, endpoint, outcome, source } = entry;
    assert.deepEqual(
      { feature, cause, consumer, workspace, account, endpoint, outcome, source },
      {
        feature: 'batch',
        cause: 'batch',
        consumer: 'ask-wenxin',
        workspace: 'atlas',
        account: 'work',
        endpoint: 'qianfan',
        outcome: 'ok',
        source: 'usage',
      },
    );
    assert.deepEqual([entry.totalMs, entry.waitMs, entry.firstContentMs], [undefined, undefined, undefined]);
    assert.equal(bench.ledger.todaySpend()?.answered, 1);
    assert.equal(bench.ledger.todaySpend()?.amountNanoYuan, entry.amountNanoYuan);
  });

  it('fails items with the code of their line at no cost, and retries them in a separate part', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { fail: { every: 3, code: 'internal_error' } } });
    const id = await bench.add(9);
    await bench.run(id);
    const failed = bench.items(id).filter(({ state }) => state === 'failed');
    assert.deepEqual(
      failed.map(({ number, outcome }) => [number, outcome?.state === 'failed' && outcome.failure.code]),
      [
        [1, 'internal_error'],
        [4, 'internal_error'],
        [7, 'internal_error'],
      ],
    );
    assert.equal(bench.job(id).state, 'done');
    assert.equal(bench.booked().attempts, 6);
    await bench.store.retryFailed(id);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 9);
    assert.equal(bench.booked().amount, simulator.account().amountNanoYuan);
    assert.equal(simulator.account().billedRequests, 9);
  });

  it('keeps what was done when a batch expires, and submits the rest again', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { expireAfter: 4 } });
    simulator.script({ on: 'batch', batch: { expireAfter: 2, hideUndone: true } });
    const id = await bench.add(10);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 10);
    assert.equal(calls(/^POST \/v2\/batches$/), 3);
    // A submission without a result does not count as a try.
    assert.deepEqual([...new Set(bench.items(id).map(({ tries }) => tries))], [1]);
    assert.equal(simulator.account().billedRequests, 10);
    assert.equal(bench.booked().amount, simulator.account().amountNanoYuan);
  });

  it('handles results that are missing, duplicate, foreign or malformed', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { lose: [0], repeat: [1, 2], noise: true } });
    const id = await bench.add(4);
    await bench.run(id);
    const items = bench.items(id);
    assert.deepEqual(
      items.map(({ state }) => state),
      ['failed', 'done', 'done', 'done'],
    );
    assert.deepEqual(items[0]?.outcome, { state: 'failed', failure: { kind: 'truncated', code: 'no_result' } });
    assert.equal(bench.booked().attempts, 3);
  });

  it('cancels at the service when the job is cancelled, and fetches and books what was answered', async () => {
    begin();
    simulator.configure({ batches: { ...BATCH_SETTINGS, lineMs: 100 } });
    const id = await bench.add(1_000);
    const running = bench.run(id);
    await simulator.when(records =>
      records.some(({ method, path }) => method === 'GET' && /batches\/batch-\w+$/.test(path)),
    );
    await new Promise(resolve => setTimeout(resolve, 350));
    await bench.store.cancel(id);
    await running;
    const { counts, state } = bench.job(id);
    assert.equal(state, 'cancelled');
    assert.equal(counts.running + counts.waiting, 0);
    assert.equal(calls(/^POST .*\/cancel$/), 1);
    const { billedRequests, amountNanoYuan } = simulator.account();
    assert.ok(counts.done > 0 && counts.cancelled > 0);
    assert.equal(counts.done, billedRequests);
    assert.equal(bench.booked().amount, amountNanoYuan);
    assert.equal(bench.reserved(), 0);
  });

  it('leaves the order running when a run is aborted, and fetches all results next time', async () => {
    begin();
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 300 } });
    const id = await bench.add(3);
    const running = bench.run(id);
    await simulator.when(records => records.some(({ path, method }) => method === 'GET' && path.includes('batches/')));
    const { folder } = bench;
    await bench.close();
    await running;
    begin({ folder });
    await bench.ledger.ready();
    assert.deepEqual(bench.parts.openJobs(), [id]);
    assert.equal(bench.job(id).counts.running, 3);
    await bench.run(id);
    assert.equal(bench.job(id).counts.done, 3);
    assert.equal(calls(/^POST \/v2\/batches$/), 1);
  });

  it('deletes its files at the service after the results are fetched', async () => {
    begin();
    simulator.script({ on: 'batch', batch: { fail: { lines: [0], code: 'internal_error' } } });
    const id = await bench.add(2);
    await bench.run(id);
    assert.equal(calls(/^DELETE \/v2\/files\//), 3);
  });

  it('submits a line with another model in a separate part', async () => {
    begin();
    const own = { ...lineOf(1), model: 'ernie-5.1' };
    const id = await bench.add([lineOf(0), own, lineOf(2)], { lineModel: MODEL });
    await bench.run(id);
    assert.equal(calls(/^POST \/v2\/batches$/), 3);
    const models = bench.items(id).map(({ outcome }) => (outcome?.state === 'done' ? outcome.model : ''));
    assert.deepEqual(models, [MODEL, 'ernie-5.1', MODEL]);
  });
});
