import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Booking } from '../../../../src/core/booking.ts';
import { insertAttempt, updateAttempt } from '../../../../src/core/spend/attemptRows.ts';
import { readMeterRows, type MeterQuery } from '../../../../src/core/spend/bill/meterRows.ts';
import type { Database } from '../../../../src/core/database/database.ts';
import { LocalCalendar } from '../../../../src/core/spend/localCalendar.ts';
import { STATE } from '../../../../src/core/spend/ledgerFormat.ts';
import { examplePrice } from '../../../support/exampleLedger.ts';
import { exampleAttempt } from '../../../support/exampleRequest.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { openLedgerFile } from '../ledgerFile.ts';

interface Booked {
  readonly at: string;
  readonly model?: string;
  readonly endpoint?: string;
  readonly timeZone?: string;
  /** `undefined` for an unknown price. */
  readonly nanoYuan: number | undefined;
  readonly source?: Booking['source'];
  readonly state?: number;
}

describe('The ledger by days of the bill', () => {
  let database: Database;
  beforeEach(async () => (database = await openLedgerFile(temporaryFolder())));
  afterEach(() => database.close());

  function book(...attempts: readonly Booked[]): void {
    for (const { at, model = 'ernie-5.1', endpoint, timeZone = 'Asia/Shanghai', nanoYuan, source, state } of attempts) {
      const sentAtMs = Date.parse(at);
      const example = exampleAttempt();
      const request = { ...example, model, endpoint: { ...example.endpoint, name: endpoint ?? 'qianfan' } };
      const attempt = { request, account: '', price: examplePrice, inputTokens: 1, reservedNanoYuan: 1, waitMs: 0 };
      const id = insertAttempt(database, 1, attempt, sentAtMs, new LocalCalendar(timeZone).dayAt(sentAtMs));
      if (state === STATE.open) continue;
      const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
      const booking: Booking = {
        questionId: 'q',
        model,
        endpoint: 'qianfan',
        usage,
        source: source ?? 'usage',
        amountNanoYuan: nanoYuan,
        outcome: 'ok',
        totalMs: 1,
      };
      updateAttempt(database, id, booking, undefined);
      if (state !== undefined) database.statement('UPDATE attempt SET state = ? WHERE id = ?').run(state, id);
    }
  }

  const read = (change: Partial<MeterQuery> = {}) =>
    readMeterRows(sql => database.statement(sql), {
      firstDay: 20261101,
      lastDay: 20261130,
      unbilledEndpoints: [],
      ...change,
    });

  it('sums bookings, with estimated and lost amounts listed separately', () => {
    book(
      { at: '2026-11-22T04:00Z', nanoYuan: 1 },
      { at: '2026-11-22T05:00Z', nanoYuan: 20, source: 'estimate' },
      { at: '2026-11-22T06:00Z', nanoYuan: 300, source: 'estimate', state: STATE.lost },
      { at: '2026-11-22T07:00Z', nanoYuan: undefined },
      { at: '2026-11-22T07:00Z', nanoYuan: 5_000, model: 'ernie-x1.1' },
    );
    const row = { billDay: 20261122, estimatedNanoYuan: 0, lostNanoYuan: 0, unknownPrice: 0 };
    assert.deepEqual(read(), [
      { ...row, model: 'ernie-5.1', amountNanoYuan: 321, estimatedNanoYuan: 20, lostNanoYuan: 300, unknownPrice: 1 },
      { ...row, model: 'ernie-x1.1', amountNanoYuan: 5_000 },
    ]);
  });

  it('uses the day in Shanghai, whatever the user’s time zone', () => {
    for (const timeZone of ['America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'])
      book({ at: '2026-10-31T16:00Z', timeZone, nanoYuan: 1 }, { at: '2026-10-31T15:59Z', timeZone, nanoYuan: 1 });
    assert.deepEqual(
      read({ firstDay: 20261031 }).map(({ billDay, amountNanoYuan }) => [billDay, amountNanoYuan]),
      [
        [20261031, 3],
        [20261101, 3],
      ],
    );
    assert.equal(read()[0]?.amountNanoYuan, 3, 'a range from the first of a month misses nobody');
    assert.equal(read({ firstDay: 20261001, lastDay: 20261031 })[0]?.amountNanoYuan, 3);
  });

  it('leaves out open attempts, free ones, and endpoints that Baidu does not bill', () => {
    book(
      { at: '2026-11-22T04:00Z', nanoYuan: 1, state: STATE.open },
      { at: '2026-11-22T04:00Z', nanoYuan: 0 },
      { at: '2026-11-22T04:00Z', nanoYuan: 7, endpoint: 'private' },
    );
    assert.equal(read().length, 1);
    assert.deepEqual(read({ unbilledEndpoints: ['private'] }), []);
  });

  it('can be read over a read-only connection', () => {
    book({ at: '2026-11-22T04:00Z', nanoYuan: 1 });
    const connection = new DatabaseSync(database.path, { readOnly: true });
    try {
      const query = { firstDay: 20261122, lastDay: 20261122, unbilledEndpoints: [] };
      assert.equal(readMeterRows(sql => connection.prepare(sql), query).length, 1);
    } finally {
      connection.close();
    }
  });
});
