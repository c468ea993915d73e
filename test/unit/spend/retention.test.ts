import assert from 'node:assert/strict';
import { dayBefore } from '../../../src/core/spend/localCalendar.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const DAY_MS = 86_400_000;

describe('A ledger that is older than 400 days', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
  });

  afterEach(() => windows.close());

  const count = (sql: string): number => {
    const database = windows.connect();
    const row = database.prepare(`SELECT count(*) AS n FROM ${sql}`).get();
    database.close();
    return Number(row?.['n']);
  };

  /** Copies the existing attempt `times` times, and adds as many questions. */
  function multiply(times: number): void {
    const database = windows.connect();
    const columns = database
      .prepare("SELECT name FROM pragma_table_info('attempt') WHERE name <> 'id'")
      .all()
      .map(({ name }) => String(name))
      .join();
    database.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${times})
      INSERT INTO attempt(${columns}) SELECT ${columns} FROM attempt, n;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${times})
      INSERT INTO question SELECT 'question ' || i, 0, local_day, 1, 1, 1, 1, 0 FROM n, (SELECT min(local_day) AS local_day FROM attempt);`);
    database.close();
  }

  it('deletes old attempts and questions a few at a time, and keeps the sums of their days', async () => {
    const first = windows.make();
    windows.finish(await windows.enter(first));
    await first.close();
    multiply(500);
    windows.clock.setWallTime(windows.clock.now() + 401 * DAY_MS);
    const ledger = windows.make();
    await ledger.ready();
    windows.finish(await windows.enter(ledger));
    await windows.clock.advance(0);
    assert.ok(count('attempt') > 250, `${count('attempt')} after the first step`);
    await windows.clock.advance(1_000);
    assert.equal(count('attempt'), 1);
    assert.equal(count('question'), 0);
    assert.equal(count(`daily WHERE kind = 0 AND amount_nano = ${COST}`), 2);
    assert.equal(ledger.todaySpend()?.requests, 1);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('keeps what is 400 days old, and open attempts of any age', async () => {
    const first = windows.make();
    windows.finish(await windows.enter(first));
    windows.clock.setWallTime(windows.clock.now() + 400 * DAY_MS);
    const ledger = windows.make();
    await ledger.ready();
    await windows.clock.advance(1_000);
    assert.equal(count('attempt'), 1);
    await windows.enter(first);
    windows.clock.setWallTime(windows.clock.now() + 401 * DAY_MS);
    const later = windows.make();
    await later.ready();
    await windows.clock.advance(1_000);
    assert.equal(count('attempt'), 1);
    assert.equal(count('attempt WHERE state = 0'), 1);
  });

  it('stops deleting when it is closed', async () => {
    const first = windows.make();
    windows.finish(await windows.enter(first));
    await first.close();
    multiply(500);
    windows.clock.setWallTime(windows.clock.now() + 401 * DAY_MS);
    const ledger = windows.make();
    await ledger.ready();
    await windows.clock.advance(0);
    await ledger.close();
    assert.ok(count('attempt') > 250);
    assert.equal(windows.clock.pendingTimers, 0);
    assert.deepEqual(windows.errors, []);
  });
});

describe('dayBefore', () => {
  for (const [day, days, expected] of [
    [20261122, 0, 20261122],
    [20261101, 1, 20261031],
    [20270101, 1, 20261231],
    [20280301, 1, 20280229],
    [20270301, 1, 20270228],
    [20261122, 400, 20251018],
  ] as const) {
    it(`is ${expected}, ${days} days before ${day}`, () => assert.equal(dayBefore(day, days), expected));
  }
});
