import assert from 'node:assert/strict';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Permit } from '../../../src/core/admission.ts';
import type { Consent } from '../../../src/core/consent.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { keepBudget } from '../../../src/core/spend/budgetRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { pause } from '../../../src/core/spend/pausedConsumers.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const WORST = worstCaseOf(examplePrice, inputBound(exampleAttempt().messages), exampleAttempt().maxOutputTokens);

describe('A question whose spend cannot be written', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let warnings: number;
  let lock: DatabaseSync;

  beforeEach(async () => {
    windows = new LedgerWindows();
    warnings = 0;
    ledger = windows.make({ onUnwritten: () => warnings++ });
    await ledger.ready();
    lock = windows.connect();
    lock.exec('BEGIN IMMEDIATE');
  });

  afterEach(async () => {
    lock.close();
    await windows.close();
  });

  interface Asking {
    readonly questionId?: string;
    readonly budget?: number;
    readonly consent?: Consent;
    readonly price?: 'unknown';
  }

  /** Asks, and waits out the five seconds that an attempt waits for a lock. */
  async function enter({ questionId = 'question', budget, consent, price }: Asking = {}): Promise<Permit> {
    const request = exampleAttempt({ questionId, ...(consent && { consent }) });
    const { clock } = windows;
    const entering = enterLedger({
      ledger,
      clock,
      request,
      ...(budget !== undefined && { budget }),
      ...(price && { price }),
    });
    entering.catch(() => undefined);
    await clock.advance(5_020);
    return entering;
  }

  const failureOf = (asking: Asking): Promise<WenxinError> =>
    enter(asking).then(
      () => assert.fail('it was let through'),
      (error: unknown) => (error instanceof WenxinError ? error : assert.fail(String(error))),
    );

  it('is sent without a budget, with one warning, and written when the lock is released', async () => {
    const permit = await enter();
    assert.equal(warnings, 1);
    windows.finish(permit);
    windows.finish(await enter({ questionId: 'second' }));
    assert.equal(warnings, 1);
    assert.deepEqual(ledger.bookings(10), []);
    lock.exec('COMMIT');
    await windows.clock.advance(250);
    const entries = ledger.bookings(10);
    assert.deepEqual(entries.map(({ questionId }) => questionId).sort(), ['question', 'second']);
    assert.ok(entries.every(({ outcome, amountNanoYuan }) => outcome === 'ok' && amountNanoYuan === COST));
    assert.equal(ledger.todaySpend()?.requests, 2);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('counts in today’s totals at once', async () => {
    let changes = 0;
    const permit = await enter();
    ledger.onDidChange(() => changes++);
    windows.finish(permit);
    assert.equal(changes, 1);
    const spend = { amountNanoYuan: COST, requests: 1, answered: 1, failed: 0, unknownPrice: 0, estimated: false };
    assert.deepEqual(ledger.todaySpend(), { ...spend, savedNanoYuan: 0 });
    assert.deepEqual(ledger.monthSpend(), { ...spend, savedNanoYuan: 0 });
    lock.exec('COMMIT');
    await windows.clock.advance(250);
    assert.deepEqual(ledger.todaySpend(), { ...spend, savedNanoYuan: 0 });
  });

  it('counts in today’s totals as failed or estimated once it has ended', async () => {
    (await enter({ questionId: 'unpriced', price: 'unknown' })).answerStarted(undefined);
    const failed = await enter({ questionId: 'failed' });
    failed.settle('failed');
    const cut = await enter({ questionId: 'cut' });
    cut.observe({ type: 'text', text: '你好' });
    cut.settle('cancelled');
    const { requests, answered, failed: failures, estimated } = ledger.todaySpend() ?? assert.fail();
    assert.deepEqual([requests, answered, failures, estimated], [2, 0, 1, true]);
  });

  it('does not wait five seconds again while the file stays locked', async () => {
    await enter();
    const entering = enterLedger({ ledger, clock: windows.clock, request: exampleAttempt({ questionId: 'second' }) });
    await windows.clock.advance(0);
    windows.finish(await entering);
  });

  it('gets a row once the lock is released, with the estimate to book if the window dies', async () => {
    const permit = await enter();
    lock.exec('COMMIT');
    await windows.clock.advance(250);
    assert.equal(ledger.bookings(1)[0]?.questionId, 'question');
    assert.equal(ledger.bookings(1)[0]?.outcome, undefined);
    permit.observe({ type: 'text', text: '你好' });
    await windows.clock.advance(2_000);
    assert.equal(ledger.bookings(1)[0]?.usage.outputTokens, 2);
    windows.finish(permit);
    assert.equal(ledger.bookings(10).length, 1);
    assert.equal(ledger.bookings(1)[0]?.amountNanoYuan, COST);
  });

  it('triggers another warning when writing fails again later', async () => {
    windows.finish(await enter());
    lock.exec('COMMIT');
    await windows.clock.advance(250);
    lock.exec('BEGIN IMMEDIATE');
    windows.finish(await enter());
    assert.equal(warnings, 2);
  });

  it('triggers a warning when only its end cannot be written', async () => {
    lock.exec('COMMIT');
    const permit = await enter();
    lock.exec('BEGIN IMMEDIATE');
    windows.finish(permit);
    await windows.clock.advance(4_000);
    assert.equal(warnings, 0);
    await windows.clock.advance(2_000);
    assert.equal(warnings, 1);
  });

  it('is not sent under a budget, and the error contains its worst case', async () => {
    const { kind, details } = await failureOf({ budget: 1_000 * WORST });
    assert.equal(kind, 'storage');
    assert.equal(details.worstNanoYuan, WORST);
    assert.equal(warnings, 0);
    lock.exec('COMMIT');
    assert.deepEqual(ledger.bookings(1), []);
  });

  it('is sent under a budget with the user’s consent, and counts for the next one', async () => {
    const permit = await enter({ budget: 2 * WORST, consent: { allowance: { upToNanoYuan: WORST } } });
    lock.exec('COMMIT');
    // Two fit, and one is already open.
    const second = await enter({ questionId: 'second', budget: 2 * WORST });
    const third = enterLedger({ ledger, clock: windows.clock, budget: 2 * WORST });
    let isIn = false;
    void third.then(() => (isIn = true));
    await windows.clock.advance(1_000);
    assert.equal(isIn, false);
    windows.finish(permit);
    windows.finish(second);
    await windows.clock.advance(1_000);
    assert.equal(isIn, true);
  });

  it('is not sent for less than its worst case, nor without a price unless the user consents', async () => {
    const less = await failureOf({ budget: WORST, consent: { allowance: { upToNanoYuan: WORST - 1 } } });
    assert.equal(less.kind, 'storage');
    const unpriced = await failureOf({ budget: WORST, price: 'unknown' });
    assert.equal(unpriced.kind, 'storage');
    assert.equal(unpriced.details.worstNanoYuan, undefined);
    await enter({ budget: WORST, price: 'unknown', consent: { allowance: 'unpriced' } });
  });
});

describe('A ledger that cannot be opened', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let warnings: number;

  beforeEach(() => {
    windows = new LedgerWindows();
    warnings = 0;
    // A file where its folder should be.
    windows.folder = join(windows.folder, 'ledger');
    writeFileSync(windows.folder, '');
    ledger = windows.make({ onUnwritten: () => warnings++ });
  });

  afterEach(() => windows.close());

  it('lets questions through without a budget, and writes their bookings when it opens', async () => {
    const ended = await windows.enter(ledger);
    windows.finish(ended);
    const open = await windows.enter(ledger);
    assert.equal(warnings, 1);
    assert.equal(ledger.todaySpend(), undefined);
    rmSync(windows.folder);
    await windows.clock.advance(5_000);
    await ledger.ready();
    assert.deepEqual(
      ledger.bookings(10).map(({ outcome }) => outcome),
      [undefined, 'ok'],
    );
    windows.finish(open);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 2 * COST);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('applies its known budgets and pauses when it cannot be reopened', async () => {
    rmSync(windows.folder);
    const budget = { scope: 'workspace', name: 'shop', period: 'day' } as const;
    await ledger.write(database => {
      keepBudget(database, budget, 1_000 * COST);
      pause(database, 'someone.else', 0);
    });
    windows.finish(await windows.enter(ledger));
    ledger.standing(exampleAttempt(), []);
    // A simulated SQLite error reports damage: the file is set aside, and the next one cannot be created.
    rmSync(windows.folder, { recursive: true });
    writeFileSync(windows.folder, '');
    assert.equal(
      ledger.read<string>(() => {
        throw Object.assign(new Error('malformed'), { code: 'ERR_SQLITE_ERROR', errcode: 11 });
      }),
      undefined,
    );
    const isStorage = (error: unknown) => error instanceof WenxinError && error.kind === 'storage';
    const ask = (change: Parameters<typeof exampleAttempt>[0]) =>
      windows.enter(ledger, undefined, exampleAttempt(change));
    await assert.rejects(ask({ workspace: 'shop' }), isStorage);
    await assert.rejects(ask({ consumer: 'someone.else' }), isStorage);
    windows.finish(await ask({ workspace: 'blog' }));
  });

  it('is opened by the next question when that is possible', async () => {
    windows.finish(await windows.enter(ledger));
    rmSync(windows.folder);
    windows.finish(await windows.enter(ledger));
    assert.equal(ledger.bookings(10).length, 2);
  });

  it('logs on closing what is not written, and leaves no timer', async () => {
    windows.finish(await windows.enter(ledger));
    await ledger.close();
    assert.match(windows.errors.join(), /1 bookings are not written/);
    assert.equal(windows.clock.pendingTimers, 0);
    await assert.rejects(windows.enter(ledger), (error: unknown) => error instanceof WenxinError);
  });

  it('refuses more attempts when ten thousand are queued', async function () {
    this.timeout(180_000);
    for (let count = 0; count < 10_000; count++) {
      const attempt = { request: exampleAttempt(), account: '', price: undefined, inputTokens: 1 };
      ledger.keep({ ...attempt, reservedNanoYuan: 0, waitMs: 0 }, () => 0);
    }
    await assert.rejects(
      windows.enter(ledger),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
  });
});
