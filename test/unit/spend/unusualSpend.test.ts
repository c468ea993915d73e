import assert from 'node:assert/strict';
import { nanoYuanOf } from '../../../src/core/money.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { LocalCalendar } from '../../../src/core/spend/localCalendar.ts';
import { unusualSpend } from '../../../src/core/spend/unusualSpend.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openLedgerFile } from './ledgerFile.ts';

const NOW = Date.parse('2026-11-22T04:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('Unusual spend', () => {
  const calendar = new LocalCalendar('Asia/Shanghai');
  let database: Database;

  beforeEach(async () => {
    database = await openLedgerFile(temporaryFolder());
  });

  afterEach(() => database.close());

  function book(yuan: number, agoMs: number, consumer = 'ask-wenxin'): void {
    const sentAtMs = NOW - agoMs;
    const known = { account: '', price: examplePrice, inputTokens: 1, reservedNanoYuan: 0, waitMs: 0 };
    const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    database.tryTransaction(() => {
      const attempt = { request: exampleAttempt({ consumer }), ...known };
      const id = insertAttempt(database, 1, attempt, sentAtMs, calendar.dayAt(sentAtMs));
      const facts = { questionId: 'q', model: 'm', endpoint: 'e', source: 'usage', outcome: 'ok', totalMs: 1 } as const;
      updateAttempt(database, id, { ...facts, usage, amountNanoYuan: nanoYuanOf(yuan) }, undefined);
    });
  }

  /** Books an ordinary fortnight: ¥0.10 a day at the same time of day. */
  function bookUsual(): void {
    for (let day = 1; day <= 14; day++) book(0.1, day * 24 * HOUR_MS);
  }

  const look = () => unusualSpend(database, NOW, ms => calendar.dayAt(ms).day);

  it('is not reported while little is spent, however much more than usual', () => {
    bookUsual();
    book(0.49, MINUTE_MS);
    assert.equal(look(), undefined);
  });

  it('is reported at five times the usual amount, with the factor', () => {
    bookUsual();
    book(0.3, MINUTE_MS);
    book(0.2, 9 * MINUTE_MS);
    const unusual = look();
    assert.equal(unusual?.amountNanoYuan, nanoYuanOf(0.5));
    assert.equal(unusual.minutes, 10);
    assert.ok(Math.abs((unusual.times ?? 0) - 5) < 1e-9);
  });

  it('is not reported for a user who always spends as much', () => {
    for (let day = 1; day <= 14; day++) book(0.5, day * 24 * HOUR_MS);
    book(1, MINUTE_MS);
    assert.equal(look(), undefined);
  });

  it('covers only the last ten minutes, and nothing with a later time', () => {
    bookUsual();
    book(5, 10 * MINUTE_MS);
    book(5, -MINUTE_MS);
    assert.equal(look(), undefined);
  });

  it('names the consumer that spent most', () => {
    bookUsual();
    book(0.3, MINUTE_MS);
    book(0.4, 2 * MINUTE_MS, 'someone.else');
    book(0.2, 3 * MINUTE_MS);
    book(0.2, 3 * MINUTE_MS, 'someone.else');
    assert.equal(look()?.consumer, 'someone.else');
  });

  it('is reported from half a yuan on without a usual amount, and then without a factor', () => {
    book(0.5, MINUTE_MS);
    const unusual = look();
    assert.deepEqual([unusual?.amountNanoYuan, unusual?.times], [nanoYuanOf(0.5), undefined]);
  });

  it('covers all of very many attempts, including one that was written late', () => {
    for (let count = 0; count < 300; count++) book(0.1, 3 * HOUR_MS);
    for (let count = 0; count < 600; count++) book(0.01, MINUTE_MS);
    for (let count = 0; count < 256; count++) book(0.01, 30 * MINUTE_MS);
    assert.equal(look()?.amountNanoYuan, nanoYuanOf(6));
  });

  it('is found across midnight', () => {
    const midnight = Date.parse('2026-11-22T16:02:00Z');
    book(0.6, NOW - midnight + 5 * MINUTE_MS);
    assert.equal(unusualSpend(database, midnight, ms => calendar.dayAt(ms).day)?.amountNanoYuan, nanoYuanOf(0.6));
  });
});
