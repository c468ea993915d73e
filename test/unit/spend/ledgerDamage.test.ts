import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

describe('A ledger whose file is damaged', () => {
  let windows: LedgerWindows;
  let told: { damaged: string; fresh: string; rows: number }[];

  beforeEach(() => {
    windows = new LedgerWindows();
    told = [];
  });

  afterEach(() => windows.close());

  const make = (): Ledger =>
    windows.make({
      onSetAside: (damaged, fresh, rows) => told.push({ damaged: basename(damaged), fresh: basename(fresh), rows }),
    });

  async function book(ledger: Ledger, count: number, prefix = ''): Promise<void> {
    for (let index = 0; index < count; index++) {
      const request = exampleAttempt({ questionId: `${prefix}${index}` });
      windows.finish(await windows.enter(ledger, undefined, request));
    }
  }

  /** Overwrites a page of the table: its root or its newest leaf. */
  function damage(table: string, which: 'root' | 'leaf' = 'root'): void {
    const database = windows.connect();
    database.exec('PRAGMA busy_timeout = 10000');
    // The checkpoint thread may still be running, which the busy timeout does not cover. All must be in the file.
    const moveAll = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
    for (let tries = 0; moveAll.get()?.['busy'] !== 0; tries++) {
      assert.ok(tries < 200, 'somebody is at work for ever');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
    const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.['rootpage'];
    database.close();
    const path = join(windows.folder, 'wenxin.1.db');
    const bytes = readFileSync(path);
    const page = which === 'root' ? Number(root) : bytes.readUInt32BE((Number(root) - 1) * 4_096 + 8);
    bytes.fill(0x5a, (page - 1) * 4_096, page * 4_096);
    writeFileSync(path, bytes);
  }

  it('salvages what can be read, says how much, and keeps today’s totals', async () => {
    const first = make();
    await book(first, 300);
    await first.close();
    damage('attempt', 'leaf');
    const ledger = make();
    await ledger.ready();
    const saved = ledger.bookings(1_000).filter(({ feature }) => feature === 'chat').length;
    assert.ok(saved > 200 && saved < 300, `${saved} are saved`);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 300 * COST);
    assert.equal(ledger.monthSpend()?.amountNanoYuan, 300 * COST);
    assert.equal(told.length, 1);
    assert.ok((told[0]?.rows ?? 0) > saved);
    assert.deepEqual([told[0]?.damaged, told[0]?.fresh], ['wenxin.1.db', 'wenxin.2.db']);
    // The correction is a row like any other, so that the sums still equal those of the attempts.
    await ledger.close();
    const again = make();
    await again.ready();
    assert.equal(again.todaySpend()?.amountNanoYuan, 300 * COST);
    assert.equal(again.bookings(1_000).find(({ feature }) => feature === 'correction')?.consumer, 'salvage');
  });

  it('keeps the sums of earlier days whose attempts are lost', async () => {
    const first = make();
    await book(first, 20);
    await first.close();
    windows.clock.setWallTime(windows.clock.now() + 86_400_000);
    damage('attempt');
    const ledger = make();
    await ledger.ready();
    assert.equal(ledger.todaySpend()?.requests, 0);
    assert.equal(ledger.monthSpend()?.amountNanoYuan, 20 * COST);
    assert.equal(ledger.monthSpend()?.requests, 20);
  });

  it('rebuilds the sums when only these are damaged', async () => {
    const first = make();
    await book(first, 20);
    await first.close();
    damage('daily');
    const ledger = make();
    await ledger.ready();
    assert.deepEqual([ledger.todaySpend()?.requests, ledger.todaySpend()?.amountNanoYuan], [20, 20 * COST]);
  });

  it('keeps amounts whose names are lost', async () => {
    const first = make();
    await book(first, 3);
    await first.close();
    damage('name');
    const ledger = make();
    await ledger.ready();
    assert.equal(ledger.bookings(10).length, 3);
    assert.match(String(ledger.bookings(10)[0]?.model), /^\? \d+$/);
  });

  it('books as lost what a dead window had open in the damaged file', async () => {
    const first = make();
    await windows.enter(first);
    await first.close();
    damage('daily');
    const ledger = make();
    await ledger.ready();
    assert.equal(ledger.bookings(1)[0]?.outcome, 'lost');
    assert.equal(ledger.todaySpend()?.estimated, true);
  });

  it('moves to a new file while it runs, with its open attempts', async () => {
    const ledger = make();
    await book(ledger, 50);
    const permit = await windows.enter(ledger, undefined, exampleAttempt({ questionId: 'open' }));
    damage('daily');
    await book(ledger, 1, 'later');
    await ledger.ready();
    assert.deepEqual(
      told.map(({ fresh }) => fresh),
      ['wenxin.2.db'],
    );
    const open = ledger.bookings(100).find(({ questionId }) => questionId === 'open');
    assert.deepEqual([open?.outcome, open?.failure], [undefined, undefined]);
    windows.finish(permit);
    assert.deepEqual([ledger.bookings(100).length, ledger.todaySpend()?.amountNanoYuan], [52, 52 * COST]);
    assert.ok(ledger.bookings(100).every(({ outcome }) => outcome === 'ok'));
  });

  it('moves to a new file when a read finds the damage, and is not open meanwhile', async () => {
    const ledger = make();
    await book(ledger, 50);
    damage('daily');
    assert.equal(ledger.todaySpend(), undefined);
    await ledger.ready();
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 50 * COST);
  });

  it('keeps the reservations of open attempts for the budget of all windows', async () => {
    const ledger = make();
    await book(ledger, 1);
    const permit = await windows.enter(ledger, undefined, exampleAttempt({ questionId: 'open' }));
    damage('daily');
    assert.equal(ledger.todaySpend(), undefined);
    await ledger.ready();
    assert.ok((windows.todayTotals(ledger)?.reservedNanoYuan ?? 0) > COST);
    windows.finish(permit);
    assert.deepEqual(windows.todayTotals(ledger), { spentNanoYuan: 2 * COST, reservedNanoYuan: 0 });
  });

  it('is followed by the other windows to the new file, with all they have booked and open', async () => {
    const one = make();
    const other = make();
    await book(one, 30, 'one');
    await book(other, 30, 'other');
    const open = await windows.enter(other, undefined, exampleAttempt({ questionId: 'open' }));
    await windows.look();
    damage('daily');
    assert.equal(one.todaySpend(), undefined);
    await one.ready();
    // The other window has not noticed yet, and can still write to the old file.
    const request = exampleAttempt({ questionId: 'late' });
    windows.finish(await enterLedger({ ledger: other, clock: windows.clock, request }));
    await windows.look();
    await other.ready();
    windows.finish(open);
    assert.equal(told.length, 1);
    for (const ledger of [one, other]) {
      assert.equal(ledger.bookings(100).length, 62);
      assert.ok(ledger.bookings(100).every(({ outcome }) => outcome === 'ok'));
      assert.equal(ledger.todaySpend()?.amountNanoYuan, 62 * COST);
    }
    assert.equal(new Set(one.bookings(100).map(({ questionId }) => questionId)).size, 62);
  });

  it('is not replaced repeatedly when the disk damages each new file', async () => {
    const ledger = make();
    await book(ledger, 1);
    damage('daily');
    assert.equal(ledger.todaySpend(), undefined);
    await ledger.ready();
    const second = join(windows.folder, 'wenxin.2.db');
    const database = new DatabaseSync(second);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const root = Number(
      database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'daily'").get()?.['rootpage'],
    );
    database.close();
    const bytes = readFileSync(second);
    bytes.fill(0x5a, (root - 1) * 4_096, root * 4_096);
    writeFileSync(second, bytes);
    assert.equal(ledger.todaySpend(), undefined);
    await assert.rejects(ledger.ready(), /again and again/);
    assert.equal(existsSync(join(windows.folder, 'wenxin.3.db')), false);
    // Questions still work meanwhile.
    windows.finish(await windows.enter(ledger));
    await windows.clock.advance(60_000);
    await ledger.ready();
    assert.equal(ledger.bookings(10).length, 2);
    assert.equal(existsSync(join(windows.folder, 'wenxin.3.db')), true);
  });

  it('is salvaged by only one of two windows that find the damage together', async () => {
    const first = make();
    await book(first, 100);
    await first.close();
    damage('daily');
    const [one, other] = [make(), make()];
    const opening = Promise.all([one.ready(), other.ready()]);
    let areOpen = false;
    void opening.then(() => (areOpen = true));
    // The second window waits for the lock while the first one salvages.
    for (let turn = 0; turn < 4_000 && !areOpen; turn++) await windows.clock.advance(1);
    await opening;
    assert.equal(told.length, 1);
    for (const ledger of [one, other]) assert.equal(ledger.todaySpend()?.amountNanoYuan, 100 * COST);
  });

  it('is salvaged into a new file that a killed window had only created', async () => {
    const first = make();
    await book(first, 10);
    await first.close();
    writeFileSync(join(windows.folder, 'wenxin.2.db'), '');
    const ledger = make();
    await ledger.ready();
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 10 * COST);
  });

  it('gets the right total when the user corrects it', async () => {
    const ledger = make();
    await book(ledger, 1);
    await ledger.correctToday(5 * COST);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 5 * COST);
    assert.deepEqual(
      ledger.bookings(1).map(({ feature, consumer, amountNanoYuan }) => [feature, consumer, amountNanoYuan]),
      [['correction', 'person', 4 * COST]],
    );
    await ledger.correctToday(2 * COST);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 2 * COST);
    await ledger.correctToday(2 * COST);
    assert.equal(ledger.bookings(10).length, 3);
    const { answered, failed, estimated } = ledger.todaySpend() ?? assert.fail();
    assert.deepEqual([answered, failed, estimated], [1, 0, false]);
  });
});
