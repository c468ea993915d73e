import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import { PersonCalendar } from '../../../src/core/spend/personCalendar.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

/** The evening of the 22nd in London and the morning of the 23rd in Shanghai. */
const EVENING_MS = Date.parse('2026-11-22T23:00:00Z');

describe('PersonCalendar', () => {
  it('prefers the configured zone to what a page reports', () => {
    const calendar = new PersonCalendar('Asia/Shanghai');
    assert.equal(calendar.tell('UTC'), false);
    assert.equal(calendar.zone, 'Asia/Shanghai');
    assert.equal(calendar.dayAt(EVENING_MS).day, 20261123);
  });

  it('adopts the zone that a page reports, and says whether it is new', () => {
    const calendar = new PersonCalendar();
    assert.equal(calendar.tell('Asia/Shanghai'), true);
    assert.deepEqual(calendar.dayAt(EVENING_MS), { day: 20261123, utcOffsetMinutes: 480 });
    assert.equal(calendar.tell('Asia/Shanghai'), false);
    assert.equal(calendar.tell('Europe/London'), true);
    assert.equal(calendar.dayAt(EVENING_MS).day, 20261122);
  });

  it('ignores an invalid zone', () => {
    const here = new PersonCalendar().dayAt(EVENING_MS);
    for (const zone of ['', 'Asia/Nowhere', '../../etc', 'x'.repeat(10_000)]) {
      const calendar = new PersonCalendar(zone);
      assert.equal(calendar.tell(zone), false);
      assert.deepEqual(calendar.dayAt(EVENING_MS), here);
    }
  });
});

describe('A ledger of a user in another zone than the machine', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
    windows.clock.setWallTime(EVENING_MS);
  });

  afterEach(() => windows.close());

  /** Makes a ledger without a configured zone unless one is given. */
  const make = (timeZone?: string): Ledger => {
    const { clock, folder } = windows;
    const options = { clock, folder, logger: silentLogger };
    const ledger = new Ledger(timeZone === undefined ? options : { ...options, timeZone });
    windows.ledgers.push(ledger);
    return ledger;
  };

  it('books on the user’s day as soon as the zone is reported, and remembers the zone', async () => {
    const ledger = make();
    await ledger.ready();
    let changes = 0;
    ledger.onDidChange(() => changes++);
    ledger.setTimeZone('Pacific/Kiritimati');
    assert.equal(changes >= 1, true);
    assert.equal(ledger.today(), 20261123);
    assert.equal(ledger.dayAt(EVENING_MS - 86_400_000), 20261122);
    assert.equal(ledger.timeZone, 'Pacific/Kiritimati');
    windows.finish(await windows.enter(ledger));
    assert.deepEqual([ledger.bookings(1)[0]?.localDay, ledger.bookings(1)[0]?.utcOffsetMinutes], [20261123, 840]);
    await ledger.close();
    const next = make();
    await next.ready();
    assert.equal(next.today(), 20261123);
    assert.equal(next.todaySpend()?.amountNanoYuan, COST);
    // Baidu's billing day does not depend on the zone.
    assert.equal(next.bookings(1)[0]?.billDay, 20261123);
  });

  it('adopts the zone that a page reported to another window', async () => {
    const [ledger, other] = [make(), make()];
    await ledger.ready();
    await other.ready();
    let changes = 0;
    other.onDidChange(() => changes++);
    ledger.setTimeZone('Pacific/Kiritimati');
    await windows.look();
    assert.deepEqual([other.today(), other.timeZone], [20261123, 'Pacific/Kiritimati']);
    assert.ok(changes > 0);
  });

  it('accepts a zone before it is open', async () => {
    const ledger = make();
    ledger.setTimeZone('Pacific/Kiritimati');
    await ledger.ready();
    await ledger.close();
    const next = make();
    await next.ready();
    assert.equal(next.today(), 20261123);
  });

  it('prefers a zone reported now to a remembered one, and a configured zone to both', async () => {
    const ledger = make();
    ledger.setTimeZone('Pacific/Kiritimati');
    await ledger.ready();
    await ledger.close();
    const told = make();
    told.setTimeZone('America/New_York');
    await told.ready();
    assert.equal(told.today(), 20261122);
    const set = make('Asia/Shanghai');
    await set.ready();
    set.setTimeZone('America/New_York');
    assert.equal(set.today(), 20261123);
  });

  it('ignores an invalid zone in its file', async () => {
    const ledger = make();
    await ledger.ready();
    const here = ledger.today();
    const other = windows.connect();
    other.exec("INSERT INTO meta VALUES('time_zone', 'Mars/Olympus')");
    other.close();
    const next = make();
    await next.ready();
    assert.equal(next.today(), here);
  });

  it('sums a month in that zone', async () => {
    windows.clock.setWallTime(Date.parse('2026-11-30T17:00:00Z'));
    const ledger = make('Asia/Shanghai');
    windows.finish(await windows.enter(ledger));
    assert.equal(ledger.bookings(1)[0]?.localDay, 20261201);
    assert.equal(ledger.monthSpend()?.requests, 1);
    windows.clock.setWallTime(Date.parse('2026-11-30T15:00:00Z'));
    assert.equal(ledger.monthSpend()?.requests, 0);
    windows.clock.setWallTime(Date.parse('2026-12-31T16:00:00Z'));
    assert.equal(ledger.monthSpend()?.requests, 0);
  });

  it('keeps its rows in order, and no duration negative, when the clock is set back', async () => {
    const ledger = make('Asia/Shanghai');
    windows.finish(await windows.enter(ledger));
    const permit = await windows.enter(ledger);
    await windows.clock.advance(1_000);
    windows.clock.setWallTime(EVENING_MS - 3_600_000);
    windows.finish(permit);
    windows.finish(await windows.enter(ledger));
    const entries = ledger.bookings(10);
    assert.equal(entries.length, 3);
    assert.ok((entries[0]?.sentAtMs ?? 0) < (entries[2]?.sentAtMs ?? 0));
    assert.equal(entries[1]?.totalMs, 1_000);
    assert.ok(entries.every(({ waitMs = -1, totalMs = -1 }) => waitMs >= 0 && totalMs >= 0));
    assert.equal(windows.todayTotals(ledger)?.spentNanoYuan, 3 * COST);
    windows.clock.setWallTime(EVENING_MS - 86_400_000);
    assert.equal(ledger.today(), 20261122);
    assert.deepEqual(windows.todayTotals(ledger), { spentNanoYuan: 0, reservedNanoYuan: 0 });
    windows.finish(await windows.enter(ledger));
    assert.equal(ledger.bookings(1)[0]?.localDay, 20261122);
    assert.equal(windows.todayTotals(ledger)?.spentNanoYuan, COST);
  });
});
