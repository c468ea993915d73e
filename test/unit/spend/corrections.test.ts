import assert from 'node:assert/strict';
import { nanoYuanOf } from '../../../src/core/money.ts';
import { readMeterRows } from '../../../src/core/spend/bill/meterRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { readUsage } from '../../../src/core/spend/report/readUsage.ts';
import { unusualSpend } from '../../../src/core/spend/unusualSpend.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const NOON = Date.parse('2026-11-22T04:00:00Z');
const TODAY = 20261122;

describe('A correction of a day’s total', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;

  beforeEach(async () => {
    windows = new LedgerWindows();
    windows.clock.setWallTime(NOON);
    ledger = windows.make();
    windows.finish(await windows.enter(ledger));
    await ledger.correctToday(nanoYuanOf(5));
  });

  afterEach(() => windows.close());

  const usage = () => {
    const query = { firstDay: TODAY, lastDay: TODAY, filter: {}, nowMs: NOON, timeZone: 'Asia/Shanghai' };
    return ledger.read(database => readUsage(database, query)) ?? assert.fail();
  };

  it('adds an amount, but no request', () => {
    const { amountNanoYuan, requests, answered, failed } = ledger.todaySpend() ?? assert.fail();
    assert.deepEqual([amountNanoYuan, requests, answered, failed], [nanoYuanOf(5), 1, 1, 0]);
    const { totals } = usage();
    assert.deepEqual([totals.amountNanoYuan, totals.requests, totals.cancelled], [nanoYuanOf(5), 1, 0]);
  });

  it('is part of each breakdown, so that these add up to the total', () => {
    const sums = usage().by.consumer.map(({ name, sums: { amountNanoYuan } }) => [name, amountNanoYuan]);
    assert.deepEqual(sums, [
      ['person', nanoYuanOf(5) - COST],
      ['self', COST],
    ]);
  });

  it('is neither unusual spend nor part of the last hour', () => {
    assert.equal(
      ledger.read(database => unusualSpend(database, NOON, () => TODAY)),
      undefined,
    );
    assert.equal(usage().lastHourNanoYuan, COST);
  });

  it('is compared with the bill under no model, also when it is negative', async () => {
    await ledger.correctToday(0);
    const query = { firstDay: TODAY, lastDay: TODAY, unbilledEndpoints: [] };
    const rows = ledger.read(database => readMeterRows(sql => database.statement(sql), query));
    assert.deepEqual(
      rows?.map(({ model, amountNanoYuan }) => [model, amountNanoYuan]),
      [
        ['', -COST],
        ['ernie-test', COST],
      ],
    );
  });
});
