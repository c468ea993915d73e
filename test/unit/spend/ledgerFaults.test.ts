import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Permit } from '../../../src/core/admission.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const isStorage = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'storage';

describe('A ledger that cannot write', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
  });

  afterEach(() => windows.close());

  const enterWithBudget = (ledger: Ledger, request = exampleAttempt()): Promise<Permit> =>
    enterLedger({ ledger, clock: windows.clock, request, budget: 1_000_000_000 });

  it('writes a booking in the background after a lock is released', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    let changes = 0;
    ledger.onDidChange(() => changes++);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    windows.finish(permit);
    assert.equal(changes, 1);
    assert.equal(ledger.bookings(1)[0]?.outcome, undefined);
    await windows.clock.advance(60_000);
    assert.equal(changes, 1);
    other.exec('COMMIT');
    await windows.clock.advance(250);
    assert.equal(changes, 2);
    assert.equal(ledger.bookings(1)[0]?.amountNanoYuan, COST);
    assert.equal(windows.clock.pendingTimers, 0);
    other.close();
  });

  it('writes a booking within milliseconds after a short lock', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    windows.finish(permit);
    await windows.clock.advance(5);
    other.exec('COMMIT');
    await windows.clock.advance(17);
    assert.equal(ledger.bookings(1)[0]?.outcome, 'ok');
    other.close();
  });

  it('refuses an attempt under a budget after the file was locked for five seconds', async () => {
    const ledger = windows.make();
    await ledger.ready();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    const entering = enterWithBudget(ledger).catch((error: unknown) => error);
    await windows.clock.advance(5_020);
    assert.ok(isStorage(await entering));
    other.exec('COMMIT');
    other.close();
    windows.finish(await windows.enter(ledger));
    assert.equal(ledger.bookings(10).length, 1);
  });

  it('stops waiting for the lock with the signal’s reason, without a row', async () => {
    const ledger = windows.make();
    await ledger.ready();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    const controller = new AbortController();
    const entering = windows.enter(ledger, controller.signal);
    await setImmediate();
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(entering, reason);
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(1_000);
    assert.deepEqual(ledger.bookings(1), []);
  });

  it('stops waiting for the file to open with the signal’s reason', async () => {
    const ledger = windows.make({ open: () => new Promise(() => undefined) });
    windows.ledgers.pop();
    const controller = new AbortController();
    const entering = windows.enter(ledger, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(entering, reason);
    await assert.rejects(windows.enter(ledger, controller.signal), reason);
  });

  it('refuses attempts under a budget on a full disk, keeps bookings until there is room, and warns once', async () => {
    let database: Database | undefined;
    const ledger = windows.make({ open: async options => (database = await openDatabase(options)) });
    const permit = await windows.enter(ledger);
    const limitPages = (count: number): void => database?.execute(`PRAGMA max_page_count = ${count}`);
    const pages = Number(database?.statement('PRAGMA page_count').get()?.['page_count']);
    // Like ENOSPC: a new row needs a page that is not there. The name is larger than the free space of any page.
    limitPages(pages);
    const large = exampleAttempt({ workspace: 'x'.repeat(100_000) });
    await assert.rejects(enterWithBudget(ledger, large), isStorage);
    // Settling updates its row in place, so a trigger makes it need more space.
    database?.execute(
      `CREATE TRIGGER full BEFORE UPDATE ON attempt BEGIN INSERT INTO name(kind, text) VALUES(9, hex(zeroblob(100000))); END`,
    );
    windows.finish(permit);
    await windows.clock.advance(2_000);
    assert.equal(ledger.bookings(1)[0]?.outcome, undefined);
    assert.equal(windows.errors.length, 1);
    limitPages(100_000);
    await windows.clock.advance(250);
    assert.equal(ledger.bookings(1)[0]?.amountNanoYuan, COST);
    windows.finish(await windows.enter(ledger));
  });

  it('fails as `storage` where it cannot write, and recovers when it can', async () => {
    windows.folder = join(windows.folder, 'file', 'ledger');
    writeFileSync(join(windows.folder, '..'), '');
    const ledger = windows.make();
    await assert.rejects(enterWithBudget(ledger), isStorage);
    await assert.rejects(ledger.ready(), isStorage);
    assert.equal(ledger.todaySpend(), undefined);
    windows.folder = temporaryFolder();
    let isBroken = true;
    const later = windows.make({
      open: options => (isBroken ? Promise.reject(new WenxinError('storage', 'full')) : openDatabase(options)),
    });
    await assert.rejects(enterWithBudget(later), isStorage);
    isBroken = false;
    windows.finish(await windows.enter(later));
  });

  it('writes queued bookings when it is closed', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    windows.finish(permit);
    await windows.clock.advance(2_000);
    const closing = ledger.close();
    await windows.clock.advance(260);
    other.exec('COMMIT');
    await windows.clock.advance(20);
    await closing;
    assert.equal(windows.clock.pendingTimers, 0);
    assert.equal(other.prepare('SELECT amount_nano FROM attempt').get()?.['amount_nano'], COST);
    assert.equal(other.prepare('SELECT count(*) AS n FROM window').get()?.['n'], 0);
    other.close();
  });

  it('waits at most 300 ms when it is closed, and logs how many bookings are not written', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    windows.finish(permit);
    let isClosed = false;
    const closing = ledger.close().then(() => (isClosed = true));
    await windows.clock.advance(290);
    assert.equal(isClosed, false);
    await windows.clock.advance(10);
    await closing;
    assert.match(windows.errors.join(), /1 bookings are not written/);
    assert.equal(windows.clock.pendingTimers, 0);
    other.exec('COMMIT');
    // Its window stays registered, so that another window books the attempt as lost.
    assert.equal(other.prepare('SELECT count(*) AS n FROM window').get()?.['n'], 1);
    other.close();
  });

  it('leaves no timer behind when it is closed, even while it watches other windows', async () => {
    await windows.enter(windows.make());
    const watching = windows.make();
    await watching.ready();
    for (const ledger of windows.ledgers) await ledger.close();
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('leaves no listener on a signal that outlives the question', async () => {
    const ledger = windows.make();
    const controller = new AbortController();
    windows.finish(await windows.enter(ledger, controller.signal));
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    const entering = windows.enter(ledger, controller.signal);
    await windows.clock.advance(10);
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(20);
    windows.finish(await entering);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('admits nothing after it is closed, and tolerates an attempt that ends later', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    await Promise.all([ledger.close(), ledger.close()]);
    windows.finish(permit);
    assert.match(windows.errors.join(), /after the ledger was closed/);
    await assert.rejects(windows.enter(ledger), isStorage);
    assert.equal(ledger.todaySpend(), undefined);
    assert.equal(windows.clock.pendingTimers, 0);
  });
});
