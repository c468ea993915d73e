import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

describe('The ledger', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
  });

  afterEach(() => windows.close());

  it('has no totals or bookings until it is open', async () => {
    const ledger = windows.make();
    assert.equal(ledger.todaySpend(), undefined);
    assert.deepEqual(ledger.bookings(10), []);
    ledger.pollChanges();
    await ledger.ready();
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: 0,
      estimated: false,
      unknownPrice: 0,
      requests: 0,
      answered: 0,
      failed: 0,
      savedNanoYuan: 0,
    });
  });

  it('opens itself once for the first attempt', async () => {
    let openings = 0;
    const ledger = windows.make({
      open: options => {
        openings++;
        return openDatabase(options);
      },
    });
    await Promise.all([windows.enter(ledger), windows.enter(ledger), ledger.ready()]);
    assert.equal(openings, 1);
    assert.equal(ledger.bookings(10).length, 2);
  });

  it('opens its file for a caller that borrows it, and closes it at the end', async () => {
    const ledger = windows.make();
    const file = await ledger.file();
    assert.equal(file, await ledger.file());
    assert.equal(file.statement('SELECT count(*) AS n FROM window').get()?.['n'], 1);
    await ledger.close();
    assert.equal(file.isOpen, false);
    await assert.rejects(ledger.file(), { kind: 'storage' });
  });

  it('sums today’s bookings, and says whether any of them is estimated', async () => {
    const ledger = windows.make();
    windows.finish(await windows.enter(ledger));
    windows.finish(await windows.enter(ledger));
    (await windows.enter(ledger)).settle('failed');
    await windows.enter(ledger);
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: 2 * COST,
      estimated: false,
      unknownPrice: 0,
      requests: 3,
      answered: 2,
      failed: 1,
      savedNanoYuan: 0,
    });
    const permit = await windows.enter(ledger);
    permit.answerStarted(undefined);
    const { amountNanoYuan = NaN } = permit.settle('cancelled');
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: 2 * COST + amountNanoYuan,
      estimated: true,
      unknownPrice: 0,
      requests: 4,
      answered: 2,
      failed: 1,
      savedNanoYuan: 0,
    });
  });

  it('sums the calendar month up to today', async () => {
    windows.clock.setWallTime(Date.parse('2026-10-31T15:00:00Z'));
    const ledger = windows.make();
    windows.finish(await windows.enter(ledger));
    for (const time of ['2026-10-31T17:00:00Z', '2026-11-02T04:00:00Z', '2026-11-30T04:00:00Z']) {
      windows.clock.setWallTime(Date.parse(time));
      windows.finish(await windows.enter(ledger));
    }
    assert.equal(ledger.monthSpend()?.amountNanoYuan, 3 * COST);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, COST);
  });

  it('begins a new day at the user’s midnight, and books an answer on the day of its question', async () => {
    windows.clock.setWallTime(Date.parse('2026-11-22T15:59:00Z'));
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    windows.clock.setWallTime(Date.parse('2026-11-22T16:01:00Z'));
    windows.finish(permit);
    assert.equal(ledger.todaySpend()?.requests, 0);
    windows.finish(await windows.enter(ledger));
    assert.deepEqual(
      ledger.bookings(2).map(({ localDay, billDay }) => [localDay, billDay]),
      [
        [20261123, 20261123],
        [20261122, 20261122],
      ],
    );
  });

  it('stores the user’s day and the day of the bill separately', async () => {
    windows.clock.setWallTime(Date.parse('2026-11-02T04:30:00Z'));
    const ledger = windows.make({ timeZone: 'America/New_York' });
    windows.finish(await windows.enter(ledger));
    const [entry] = ledger.bookings(1);
    assert.deepEqual([entry?.localDay, entry?.billDay, entry?.utcOffsetMinutes], [20261101, 20261102, -300]);
  });

  it('rebuilds today’s sums on opening when they differ from the attempts, and logs a warning', async () => {
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const first = windows.make({ logger });
    windows.finish(await windows.enter(first));
    await first.close();
    assert.deepEqual(warnings, []);
    const other = windows.connect();
    other.exec('UPDATE daily SET amount_nano = 0');
    other.close();
    const second = windows.make({ logger });
    await second.ready();
    assert.equal(second.todaySpend()?.amountNanoYuan, COST);
    assert.equal(warnings.length, 1);
    assert.match(warnings.join(), /sums of \d{8} were not those/);
  });

  it('scans only open attempts to admit one, and no attempts for its sums', async () => {
    const ledger = windows.make();
    const file = await ledger.file();
    const asked = new Set<string>();
    const statement = file.statement.bind(file);
    file.statement = sql => {
      asked.add(sql);
      return statement(sql);
    };
    const plansOf = (): string[] => {
      const plans = [...asked].flatMap(sql => statement(`EXPLAIN QUERY PLAN ${sql}`).all());
      asked.clear();
      return plans.map(({ detail }) => String(detail)).filter(detail => / (attempt|daily)\b/.test(detail));
    };
    const permit = await enterLedger({ ledger, clock: windows.clock, budget: 1e12 });
    const total = 'SEARCH daily USING PRIMARY KEY (local_day>? AND local_day<?)';
    const open = ['SCAN attempt USING INDEX attempt_open', 'SEARCH attempt USING INDEX attempt_open (account=?)'];
    assert.deepEqual(plansOf(), [total, ...open]);
    windows.finish(permit);
    const ended = plansOf();
    assert.ok(ended.length > 0);
    for (const detail of ended) assert.equal(detail, 'SEARCH attempt USING INTEGER PRIMARY KEY (rowid=?)');
    ledger.todaySpend();
    ledger.monthSpend();
    assert.deepEqual(plansOf(), [total]);
  });

  it('notifies its listeners after each booking', async () => {
    const ledger = windows.make();
    const sums: unknown[] = [];
    const stop = ledger.onDidChange(() => sums.push(ledger.todaySpend()?.amountNanoYuan));
    const permit = await windows.enter(ledger);
    assert.deepEqual(sums, []);
    windows.finish(permit);
    assert.deepEqual(sums, [COST]);
    stop();
    windows.finish(await windows.enter(ledger));
    assert.equal(sums.length, 1);
  });

  it('sees bookings of another window when it polls', async () => {
    const [mine, other] = [windows.make(), windows.make()];
    await mine.ready();
    await other.ready();
    mine.pollChanges();
    let changes = 0;
    mine.onDidChange(() => changes++);
    mine.pollChanges();
    assert.equal(changes, 0);
    windows.finish(await windows.enter(other));
    mine.pollChanges();
    mine.pollChanges();
    assert.equal(changes, 1);
    assert.equal(mine.todaySpend()?.amountNanoYuan, COST);
  });

  it('keeps everything after it is closed and reopened', async () => {
    const first = windows.make();
    windows.finish(await windows.enter(first));
    await first.close();
    const second = windows.make();
    await second.ready();
    assert.equal(second.todaySpend()?.amountNanoYuan, COST);
    assert.equal(second.bookings(1)[0]?.outcome, 'ok');
    assert.deepEqual(windows.errors, []);
  });

  it('reports that it had to begin a new file', async () => {
    writeFileSync(join(windows.folder, 'wenxin.1.db'), 'no database'.repeat(1_000));
    const told: string[][] = [];
    const ledger = windows.make({ onSetAside: (damaged, fresh, rows) => told.push([damaged, fresh, String(rows)]) });
    windows.finish(await windows.enter(ledger));
    assert.deepEqual(told, [[join(windows.folder, 'wenxin.1.db'), join(windows.folder, 'wenxin.2.db'), '0']]);
    assert.equal(ledger.todaySpend()?.requests, 1);
  });

  it('sets aside a file with a sound header but a damaged page that bookings need', async () => {
    const first = windows.make();
    windows.finish(await windows.enter(first));
    await first.close();
    const path = join(windows.folder, 'wenxin.1.db');
    const database = windows.connect();
    const pageSize = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    // Bookings do not need these tables, and no booking is lost when they are damaged.
    const others = "'meta', 'token', 'question', 'flight', 'answer_folder', 'notice', 'token_factor', 'answer_length'";
    const needed = `type IN ('table', 'index') AND tbl_name NOT IN (${others})`;
    const roots = database.prepare(`SELECT name, rootpage FROM sqlite_schema WHERE ${needed}`).all();
    database.close();
    assert.ok(roots.length >= 8, `${roots.length} tables and indexes`);
    for (const { name, rootpage } of roots) {
      const folder = temporaryFolder();
      const bytes = readFileSync(path);
      bytes.fill(0x5a, (Number(rootpage) - 1) * pageSize, Number(rootpage) * pageSize);
      writeFileSync(join(folder, 'wenxin.1.db'), bytes);
      const told: string[] = [];
      const ledger = windows.make({ folder, onSetAside: damaged => told.push(damaged) });
      windows.finish(await windows.enter(ledger));
      assert.deepEqual(told, [join(folder, 'wenxin.1.db')], String(name));
      // The earlier spend was salvaged, from the attempts or from the daily sums.
      assert.equal(ledger.todaySpend()?.amountNanoYuan, 2 * COST, String(name));
    }
  });

  it('keeps its window registered when it is closed with an open attempt', async () => {
    const ledger = windows.make();
    await windows.enter(ledger);
    await ledger.close();
    const other = windows.connect();
    assert.equal(other.prepare('SELECT count(*) AS n FROM window').get()?.['n'], 1);
    other.close();
    const next = windows.make();
    await next.ready();
    await windows.clock.advance(20_000);
    assert.equal(next.bookings(1)[0]?.outcome, 'lost');
  });

  it('stores a price only once', async () => {
    const ledger = windows.make();
    for (let attempt = 0; attempt < 3; attempt++) windows.finish(await windows.enter(ledger));
    const other = windows.connect();
    assert.equal(other.prepare('SELECT count(*) AS n FROM price').get()?.['n'], 1);
    assert.equal(other.prepare('SELECT count(*) AS n FROM name').get()?.['n'], 6);
    other.close();
  });
});
