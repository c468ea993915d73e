import assert from 'node:assert/strict';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { repairDay } from '../../../src/core/spend/dailyRows.ts';
import { readSpend } from '../../../src/core/spend/spendRows.ts';
import { LocalCalendar } from '../../../src/core/spend/localCalendar.ts';
import { QuestionBook } from '../../../src/core/spend/questionBook.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt, exampleRequest } from '../../support/exampleRequest.ts';
import { openLedgerFile } from './ledgerFile.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const NOON = Date.parse('2026-11-22T04:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

/** How an attempt ended, in the numeric codes of the file. */
interface Ended {
  readonly state?: number;
  readonly source?: number;
  readonly outcome?: number | null;
  readonly amount: number | null;
  readonly sentAtMs?: number;
}

/** Books like versions without daily sums: 10 input tokens, 1 cached, 5 output tokens, 2 for reasoning. */
function book(database: Database, { state = 1, source = 0, outcome = 0, amount, sentAtMs = NOON }: Ended): void {
  const known = { account: '', price: examplePrice, inputTokens: 10, reservedNanoYuan: 7, waitMs: 0 };
  const attempt = { request: exampleAttempt(), ...known };
  const id = insertAttempt(database, 1, attempt, sentAtMs, new LocalCalendar('Asia/Shanghai').dayAt(sentAtMs));
  database
    .statement(
      `UPDATE attempt SET state = ?, source = ?, outcome = ?, amount_nano = ?, cached_tokens = 1, output_tokens = 5,
         reasoning_tokens = 2 WHERE id = ?`,
    )
    .run(state, source, outcome, amount, id);
}

describe('The ledger’s format', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
    windows.clock.setWallTime(NOON);
  });

  afterEach(() => windows.close());

  it('keeps the bookings of a file of the first format, and gets the table for tokens', async () => {
    const old = await openLedgerFile(windows.folder, 1);
    assert.throws(() => old.statement('SELECT * FROM token'));
    book(old, { amount: 800 });
    old.close();
    const ledger = windows.make();
    const file = await ledger.file();
    assert.equal(ledger.bookings(10).length, 1);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 800);
    assert.deepEqual(file.statement('SELECT * FROM token').all(), []);
  });

  it('gets daily sums of a file of the second format, without open attempts', async () => {
    const old = await openLedgerFile(windows.folder, 2);
    book(old, { amount: 100 });
    book(old, { source: 1, amount: 20 });
    book(old, { source: 1, outcome: 1, amount: 0 });
    book(old, { source: 1, outcome: 2, amount: 3 });
    book(old, { state: 2, source: 1, outcome: 3, amount: 4 });
    book(old, { amount: null });
    book(old, { state: 0, source: 1, outcome: null, amount: null });
    book(old, { amount: 1_000, sentAtMs: NOON - DAY_MS });
    old.close();
    const migrated = await openLedgerFile(windows.folder);
    const total = { kind: 0, value: 0, saved_nano: 0 };
    assert.deepEqual(
      migrated
        .statement('SELECT * FROM daily WHERE kind = 0 ORDER BY local_day')
        .all()
        .map(row => ({ ...row })),
      [
        {
          ...total,
          local_day: 20261121,
          attempts: 1,
          ok: 1,
          failed: 0,
          cancelled: 0,
          amount_nano: 1_000,
          estimated_nano: 0,
          unknown_price: 0,
          input_tokens: 10,
          cached_tokens: 1,
          output_tokens: 5,
          reasoning_tokens: 2,
        },
        {
          ...total,
          local_day: 20261122,
          attempts: 6,
          ok: 3,
          failed: 2,
          cancelled: 1,
          amount_nano: 127,
          estimated_nano: 27,
          unknown_price: 1,
          input_tokens: 60,
          cached_tokens: 6,
          output_tokens: 30,
          reasoning_tokens: 12,
        },
      ],
    );
    // Released migrations never change, so the code that maintains the sums must agree with them.
    const totals = (): unknown => migrated.statement('SELECT * FROM daily WHERE kind = 0 ORDER BY local_day').all();
    const before = totals();
    // Only the rows for names are new.
    for (const day of [20261121, 20261122]) assert.equal(repairDay(migrated, day), true);
    assert.deepEqual(totals(), before);
    for (const day of [20261121, 20261122]) assert.equal(repairDay(migrated, day), false);
    migrated.close();
  });

  it('gets sums by name for older days once the file is open', async () => {
    const old = await openLedgerFile(windows.folder, 5);
    book(old, { amount: 100 });
    book(old, { amount: 20, sentAtMs: NOON - DAY_MS });
    old.close();
    const ledger = windows.make();
    const isMade = new Promise<void>(resolve => ledger.onDidChange(resolve));
    const file = await ledger.file();
    await isMade;
    const rows = file.statement('SELECT local_day, kind, amount_nano FROM daily ORDER BY local_day, kind').all();
    assert.deepEqual(
      rows.map(row => Object.values(row)),
      [20261121, 20261122].flatMap(day => [0, 2, 3, 4, 5, 6, 7].map(kind => [day, kind, day === 20261122 ? 100 : 20])),
    );
    assert.equal(file.statement("SELECT 1 FROM meta WHERE key = 'sumsWanted'").get(), undefined);
  });

  it('lets a window of the fourth format keep writing to a file of the fifth', async () => {
    const old = await openLedgerFile(windows.folder, 4);
    const enter = (): number | undefined => {
      const known = { account: '', price: examplePrice, inputTokens: 10, reservedNanoYuan: 7, waitMs: 0 };
      const day = new LocalCalendar('Asia/Shanghai').dayAt(NOON);
      return old.tryTransaction(() => insertAttempt(old, 1, { request: exampleAttempt(), ...known }, NOON, day))?.value;
    };
    const settle = (id: number | undefined): void => {
      const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };
      const known = { questionId: 'q', model: 'm', endpoint: 'e', source: 'usage', outcome: 'ok', totalMs: 1 } as const;
      old.tryTransaction(() => updateAttempt(old, Number(id), { ...known, usage, amountNanoYuan: 300 }, undefined));
    };
    const before = enter();
    const ledger = windows.make();
    const questions = new QuestionBook({
      database: () => ledger.file(),
      dayAt: ms => ledger.dayAt(ms),
      clock: windows.clock,
      logger: silentLogger,
      onWritten: () => undefined,
    });
    questions.add(exampleRequest(), { level: 'memory', answeredAtMs: NOON, savedNanoYuan: 40 });
    await questions.flush();
    settle(before);
    settle(enter());
    const today = ledger.todaySpend();
    assert.deepEqual([today?.amountNanoYuan, today?.requests, today?.savedNanoYuan], [600, 2, 40]);
    assert.equal(ledger.todayCacheUse()?.memory.questions, 1);
    assert.equal(readSpend(old, 20261122, 20261122).amountNanoYuan, 600);
    old.close();
    await assert.rejects(openLedgerFile(windows.folder, 4), { kind: 'storage' });
  });
});
