import assert from 'node:assert/strict';
import type { Budget, BudgetName } from '../../../src/core/budget.ts';
import { keepBudget, readBudgetState } from '../../../src/core/spend/budgetRows.ts';
import { hastyClock } from '../../support/hastyClock.ts';
import { BATCH_SETTINGS } from '../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ServiceBench, type BenchOptions } from './serviceBench.ts';

const daily = (limitNanoYuan: number): Budget => ({ scope: 'all', name: '', period: 'day', limitNanoYuan });

/** Maximum cost of one question: 500 output and about 300 input tokens at two fifths of the price. */
const ONE = 500 * 1_280 + 300 * 320;

describe('Batch inference and budgets', () => {
  let simulator: Simulator;
  let bench: ServiceBench;
  const begin = (options: Partial<BenchOptions> = {}): ServiceBench => {
    const { baseUrl, key } = simulator;
    return (bench = new ServiceBench({ baseUrl, key, clock: hastyClock(100), ...options }));
  };
  before(async () => (simulator = await startSimulator()));
  afterEach(async () => {
    await bench.close();
    simulator.reset();
  });
  after(() => simulator.close());

  const isLooking = (): Promise<void> =>
    simulator.when(records => records.some(({ method, path }) => method === 'GET' && path.includes('batches/')));
  const orders = (): number =>
    simulator.requests().filter(({ method, path }) => method === 'POST' && path === '/v2/batches').length;
  const state = (name: BudgetName): { spent: number; reserved: number } | undefined =>
    bench.ledger.read((database, today) => {
      const read = readBudgetState(database, { ...name, limitNanoYuan: 0 }, today);
      return { spent: read.spentNanoYuan, reserved: read.reservedNanoYuan };
    });

  it('reserves its maximum cost in every budget it counts towards, and in no other', async () => {
    begin();
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 60_000 } });
    const id = await bench.add(10);
    const running = bench.run(id);
    await isLooking();
    const reserved = bench.reserved();
    assert.ok(reserved > 10 * 500 * 1_280 && reserved < 10 * ONE, String(reserved));
    for (const [scope, name] of [
      ['all', ''],
      ['workspace', 'atlas'],
      ['feature', 'batch'],
      ['consumer', 'ask-wenxin'],
      ['batch', id],
    ] as const)
      for (const period of ['day', 'month', 'whole'] as const)
        assert.deepEqual(state({ scope, name, period }), { spent: 0, reserved }, `${scope} ${period}`);
    for (const [scope, name] of [
      ['workspace', 'other'],
      ['feature', 'chat'],
      ['consumer', 'somebody'],
      ['batch', 'another'],
    ] as const)
      assert.deepEqual(state({ scope, name, period: 'day' }), { spent: 0, reserved: 0 }, scope);
    bench.end.abort();
    await running;
  });

  it('submits nothing that the budget does not cover, and pauses', async () => {
    begin({ budgets: [daily(ONE / 2)] });
    const id = await bench.add(3);
    await bench.run(id);
    assert.equal(bench.job(id).pause?.reason, 'budget');
    assert.equal(simulator.requests().length, 0);
    assert.equal(bench.job(id).counts.waiting, 3);
  });

  it('submits a second part once the first is booked when the budget covers only one at a time', async () => {
    begin({ budgets: [daily((5 * ONE) / 0.95)], limits: { maxRequests: 4, maxBytes: 1_000_000 } });
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 300 } });
    const id = await bench.add(8);
    const running = bench.run(id);
    await isLooking();
    assert.equal(orders(), 1);
    assert.ok(bench.reserved() <= 5 * ONE);
    await running;
    assert.equal(orders(), 2);
    assert.equal(bench.job(id).counts.done, 8);
    assert.equal(bench.reserved(), 0);
  });

  it('never exceeds a budget with many parts, and fetches what it paid for before it pauses', async () => {
    const limit = 20 * ONE;
    begin({ budgets: [daily(limit)], limits: { maxRequests: 7, maxBytes: 1_000_000 } });
    const id = await bench.add(200);
    await bench.run(id);
    const { amount, attempts } = bench.booked();
    assert.equal(bench.job(id).pause?.reason, 'budget');
    assert.ok(amount <= 0.95 * limit, `${amount} of ${limit}`);
    assert.equal(amount, simulator.account().amountNanoYuan);
    assert.equal(bench.job(id).counts.done, attempts);
    assert.ok(attempts > 14);
    assert.equal(bench.job(id).counts.running, 0);
  });

  it('respects the budget of a single batch', async () => {
    begin();
    const id = await bench.add(3);
    await bench.ledger.write(database => keepBudget(database, { scope: 'batch', name: id, period: 'whole' }, 1_000));
    await bench.run(id);
    assert.equal(bench.job(id).pause?.reason, 'budget');
    const other = await bench.add(3);
    await bench.run(other);
    assert.equal(bench.job(other).state, 'done');
  });

  it('pauses for an unknown price with a budget, and books no amount without one', async () => {
    begin({ price: 'unknown', budgets: [daily(1_000_000_000)] });
    const id = await bench.add(1);
    await bench.run(id);
    assert.equal(bench.job(id).pause?.reason, 'price');
    await bench.close();
    begin({ price: 'unknown' });
    const other = await bench.add(1);
    await bench.run(other);
    assert.equal(bench.ledger.bookings(1)[0]?.amountNanoYuan, undefined);
    assert.equal(bench.ledger.todaySpend()?.unknownPrice, 1);
  });

  it('releases the reservation when a part is rejected', async () => {
    begin({ budgets: [daily(100 * ONE)] });
    simulator.script({ on: 'batch', instead: { kind: 'error', code: 'invalid_argument' } });
    const id = await bench.add(3);
    await bench.run(id);
    assert.deepEqual(bench.job(id).pause, { reason: 'rejected', detail: 'invalid_argument' });
    assert.equal(bench.reserved(), 0);
    assert.equal(bench.job(id).counts.waiting, 3);
  });

  it('reduces the reservation by exactly what is booked', async () => {
    begin();
    const id = await bench.add(120);
    const sums = new Set<number>();
    const unsubscribe = bench.ledger.onDidChange(() => {
      const { amount, attempts } = bench.booked();
      if (bench.reserved() > 0 && attempts < 120) sums.add(bench.reserved() + amount);
    });
    await bench.run(id);
    unsubscribe();
    // The sum of booked and reserved amounts stays what was reserved in the beginning.
    assert.equal(sums.size, 1);
    assert.ok([...sums].every(sum => sum >= 120 * 500 * 1_280));
    assert.equal(bench.booked().attempts, 120);
  });
});
