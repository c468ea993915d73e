import assert from 'node:assert/strict';
import { silentLogger } from '../../../../src/core/logger.ts';
import type { UsageQuery, UsageReport } from '../../../../src/core/spend/report/usageReport.ts';
import { UsageModel } from '../../../../src/host/usage/usageModel.ts';
import { exampleUsage, EXAMPLE_NOW_MS } from '../../../support/exampleUsage.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

/** A read of the ledger that ends when the test says so. */
interface Reading {
  readonly query: UsageQuery;
  readonly signal: AbortSignal;
  readonly end: (report?: UsageReport) => void;
  readonly fail: () => void;
}

function stage() {
  const person: { timeZone: string | undefined } = { timeZone: 'Asia/Shanghai' };
  const clock = new VirtualClock(EXAMPLE_NOW_MS);
  const readings: Reading[] = [];
  const listeners = new Set<() => void>();
  const errors: string[] = [];
  const source = {
    read: (query: UsageQuery, signal: AbortSignal) =>
      new Promise<UsageReport>((resolve, reject) => {
        readings.push({
          query,
          signal,
          end: (report = exampleUsage()) => resolve(report),
          fail: () => reject(new Error('disk I/O error')),
        });
      }),
    live: () => ({ budgets: [], lanes: [], warnAtPercent: [80, 100], pausedConsumers: [] }),
    timeZone: () => person.timeZone,
    onDidChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const logger = { ...silentLogger, error: (message: string) => errors.push(message) };
  const model = new UsageModel(source, clock, logger);
  const told: string[] = [];
  model.onDidChange(change => told.push(change));
  const changeLedger = (): void => listeners.forEach(listener => listener());
  /** Shows the page and completes the first report. */
  const open = async (): Promise<void> => {
    model.setVisible(true);
    readings.at(-1)?.end();
    await clock.advance(0);
  };
  return { clock, readings, listeners, errors, model, told, changeLedger, open, person };
}

describe('The usage page’s report', () => {
  it('is not read before the page is shown', async () => {
    const { model, readings, changeLedger, clock } = stage();
    changeLedger();
    await clock.advance(60_000);
    assert.equal(readings.length, 0);
    model.setVisible(true);
    assert.equal(readings.length, 1);
    assert.equal(model.state.isLoading, true);
  });

  it('uses the user’s current time zone', async () => {
    const { model, readings, clock, person } = stage();
    // Evening of the 26th in London, morning of the 27th in Shanghai.
    clock.setWallTime(Date.parse('2026-11-26T20:00:00Z'));
    model.setVisible(true);
    assert.deepEqual([readings.at(-1)?.query.lastDay, readings.at(-1)?.query.timeZone], [20261127, 'Asia/Shanghai']);
    person.timeZone = 'Europe/London';
    model.refresh();
    assert.deepEqual([readings.at(-1)?.query.lastDay, readings.at(-1)?.query.timeZone], [20261126, 'Europe/London']);
    assert.equal(model.state.today, 20261126);
  });

  it('covers the user’s last 30 days at first', () => {
    const { model, readings } = stage();
    model.setVisible(true);
    const { query } = readings[0] ?? assert.fail();
    const wanted = {
      firstDay: 20261028,
      lastDay: 20261126,
      filter: {},
      nowMs: EXAMPLE_NOW_MS,
      timeZone: 'Asia/Shanghai',
    };
    assert.deepEqual(query, wanted);
  });

  it('moves on at the user’s midnight', () => {
    const { model, clock } = stage();
    clock.setWallTime(Date.UTC(2026, 10, 26, 15, 59));
    assert.equal(model.state.today, 20261126);
    clock.setWallTime(Date.UTC(2026, 10, 26, 16, 0));
    assert.equal(model.state.today, 20261127);
    assert.equal(model.query.lastDay, 20261127);
  });

  it('is read again when the ledger has changed, but at most every two seconds', async () => {
    const { readings, changeLedger, clock, open } = stage();
    await open();
    for (let change = 0; change < 50; change++) {
      changeLedger();
      await clock.advance(20);
    }
    assert.equal(readings.length, 1);
    await clock.advance(1000);
    assert.equal(readings.length, 2);
    readings[1]?.end();
    await clock.advance(10_000);
    assert.equal(readings.length, 2);
  });

  it('is read once more when the ledger changed during a read', async () => {
    const { model, readings, changeLedger, clock } = stage();
    model.setVisible(true);
    changeLedger();
    readings[0]?.end();
    await clock.advance(1999);
    assert.equal(readings.length, 1);
    await clock.advance(1);
    assert.equal(readings.length, 2);
  });

  it('is not read while the page is hidden, and at once when the page is shown again', async () => {
    const { model, readings, changeLedger, clock, open } = stage();
    await open();
    changeLedger();
    model.setVisible(false);
    changeLedger();
    await clock.advance(60_000);
    assert.equal(readings.length, 1);
    model.setVisible(true);
    assert.equal(readings.length, 2);
  });

  it('is not read again when the page is shown again without a change', async () => {
    const { model, readings, open } = stage();
    await open();
    model.setVisible(false);
    model.setVisible(true);
    assert.equal(readings.length, 1);
  });

  it('is that of the latest choice, whichever read ends first', async () => {
    const { model, readings, clock } = stage();
    model.setVisible(true);
    model.choose({ range: 'year' });
    assert.equal(readings[0]?.signal.aborted, true);
    const year = exampleUsage({ days: 365 });
    readings[1]?.end(year);
    readings[0]?.end(exampleUsage({ days: 30 }));
    await clock.advance(0);
    assert.equal(model.state.report, year);
    assert.equal(model.state.isLoading, false);
  });

  it('stays when it cannot be read again, and the failure is shown and logged', async () => {
    const { model, readings, clock, errors, open } = stage();
    await open();
    const before = model.state.report;
    model.refresh();
    readings[1]?.fail();
    await clock.advance(0);
    assert.equal(model.state.hasFailed, true);
    assert.equal(model.state.report, before);
    assert.match(errors.join(), /disk I\/O error/);
    model.refresh();
    readings[2]?.end();
    await clock.advance(0);
    assert.equal(model.state.hasFailed, false);
  });

  it('has one filter for each dimension, and none after they are cleared', () => {
    const { model } = stage();
    model.filter('model', 'ernie-5.1');
    model.filter('workspace', '');
    model.filter('model', 'ernie-lite');
    assert.deepEqual(model.query.filter, { model: 'ernie-lite', workspace: '' });
    model.filter('model', null);
    assert.deepEqual(model.query.filter, { workspace: '' });
    model.clearFilters();
    assert.deepEqual(model.query.filter, {});
  });

  it('does not change for invalid days', () => {
    const { model, readings } = stage();
    model.chooseDays('2026-11-31', '2026-11-05');
    assert.equal(readings.length, 0);
    assert.equal(model.state.choice.range, '30days');
    model.chooseDays('2026-11-01', '2026-11-05');
    assert.deepEqual(readings[0]?.query.firstDay, 20261101);
  });

  it('comes with live facts that are updated without a read, at most four times a second', async () => {
    const { told, changeLedger, clock, open } = stage();
    await open();
    told.length = 0;
    changeLedger();
    assert.deepEqual(told, ['live']);
    for (let change = 0; change < 100; change++) {
      changeLedger();
      await clock.advance(5);
    }
    assert.equal(told.filter(change => change === 'live').length, 3);
    // The last change is reported too, and nothing after it.
    changeLedger();
    await clock.advance(250);
    assert.equal(told.filter(change => change === 'live').length, 4);
    await clock.advance(1000);
    assert.equal(told.filter(change => change === 'live').length, 4);
  });

  it('is shown as loading when the user refreshes it, and not when it is renewed by itself', async () => {
    const { model, told, changeLedger, clock, readings, open } = stage();
    await open();
    told.length = 0;
    changeLedger();
    await clock.advance(2000);
    assert.equal(readings.length, 2);
    assert.equal(model.state.isLoading, false);
    assert.deepEqual(told, ['live']);
    model.refresh();
    assert.equal(model.state.isLoading, true);
    assert.deepEqual(told, ['live', 'frame']);
    readings[2]?.end();
    await clock.advance(0);
    assert.equal(model.state.isLoading, false);
    assert.deepEqual(told, ['live', 'frame', 'all']);
  });

  it('releases its timers and listeners when it is disposed', async () => {
    const { model, clock, changeLedger, listeners, readings, told, open } = stage();
    await open();
    changeLedger();
    model.refresh();
    model.dispose();
    told.length = 0;
    readings[1]?.end();
    await clock.advance(10_000);
    assert.equal(clock.pendingTimers, 0);
    assert.equal(listeners.size, 0);
    assert.equal(readings[1]?.signal.aborted, true);
    assert.deepEqual(told, []);
  });
});
