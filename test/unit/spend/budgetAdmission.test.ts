import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Permit } from '../../../src/core/admission.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const { messages, maxOutputTokens } = exampleAttempt();
/** The most that the example attempt can cost. */
const WHOLE = worstCaseOf(examplePrice, inputBound(messages), maxOutputTokens);

describe('BookingAdmission with a budget', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;

  beforeEach(async () => {
    windows = new LedgerWindows();
    ledger = windows.make();
    await ledger.ready();
  });

  afterEach(() => windows.close());

  const enter = (budget: number, more: Partial<Parameters<typeof enterLedger>[0]> = {}): Promise<Permit> =>
    enterLedger({ ledger, clock: windows.clock, budget, ...more });

  /** Books the whole reservation. */
  const spend = (permit: Permit): void => {
    const usage = {
      inputTokens: inputBound(messages),
      cachedInputTokens: 0,
      outputTokens: permit.limited?.maxOutputTokens ?? maxOutputTokens,
      reasoningTokens: 0,
    };
    permit.observe({ type: 'done', finish: 'stop', usage });
    permit.settle('ok');
  };

  it('refuses an attempt that does not fit beside what was spent, and opens no row for it', async () => {
    spend(await enter(WHOLE));
    await assert.rejects(
      enter(WHOLE),
      (error: unknown) =>
        error instanceof WenxinError && error.kind === 'budget' && error.details.worstNanoYuan === WHOLE,
    );
    assert.equal(ledger.bookings(10).length, 1);
  });

  it('admits it once when the user consents to that amount, and refuses the next one again', async () => {
    spend(await enter(WHOLE));
    const request = exampleAttempt({ consent: { allowance: { upToNanoYuan: WHOLE } } });
    spend(await enter(WHOLE, { request }));
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 2 * WHOLE);
    await assert.rejects(enter(WHOLE));
  });

  it('admits it after the budget is raised', async () => {
    spend(await enter(WHOLE));
    spend(await enter(2 * WHOLE));
  });

  it('counts only the current day: a new budget begins at midnight', async () => {
    windows.clock.setWallTime(Date.parse('2026-11-22T15:59:00Z'));
    spend(await enter(WHOLE));
    await assert.rejects(enter(WHOLE));
    windows.clock.setWallTime(Date.parse('2026-11-22T16:01:00Z'));
    spend(await enter(WHOLE));
  });

  it('shortens the answer and says so', async () => {
    const permit = await enter(WHOLE - 3_200);
    const budget = { scope: 'all', name: '', period: 'day' };
    assert.deepEqual(permit.limited, { maxOutputTokens: maxOutputTokens - 1, leftNanoYuan: WHOLE - 3_200, budget });
    assert.equal(ledger.bookings(1)[0]?.reservedNanoYuan, WHOLE - 3_200);
  });

  it('never estimates more for a shortened answer than was reserved', async () => {
    const permit = await enter(WHOLE - 700 * 3_200);
    permit.observe({ type: 'text', text: '好'.repeat(5_000) });
    const { amountNanoYuan = Infinity, usage } = permit.settle('cancelled');
    assert.equal(usage.outputTokens, maxOutputTokens - 700);
    assert.ok(amountNanoYuan <= WHOLE - 700 * 3_200);
  });

  it('waits, with one notice, until a reservation of another window is settled for less', async () => {
    const other = windows.make();
    const first = await enterLedger({ ledger: other, clock: windows.clock, budget: WHOLE });
    const told: ChatEvent[] = [];
    let second: Permit | undefined;
    const entering = enter(WHOLE + 1_000_000, { told }).then(permit => (second = permit));
    await windows.clock.advance(1_000);
    assert.equal(second, undefined);
    assert.deepEqual(told, [{ type: 'waiting', why: 'budget' }]);
    first.settle('failed');
    await windows.clock.advance(1_000);
    await entering;
    assert.deepEqual(told.length, 1);
  });

  it('stops waiting with the signal’s reason, and leaves no row, listener or timer', async () => {
    await enter(WHOLE);
    const controller = new AbortController();
    const reason = new Error('enough');
    const timers = windows.clock.pendingTimers;
    const entering = enter(WHOLE, { signal: controller.signal });
    entering.catch(() => undefined);
    await windows.clock.advance(300);
    controller.abort(reason);
    await assert.rejects(entering, reason);
    assert.equal(ledger.bookings(10).length, 1);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    // The ledger keeps checking whether the window with the blocking reservation is alive.
    assert.equal(windows.clock.pendingTimers, timers + 1);
  });

  it('never lets several windows together exceed the budget, however they race', async () => {
    const ledgers = [ledger, windows.make(), windows.make()];
    const budget = 10 * WHOLE + Math.floor(WHOLE / 2);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, async (_, index) => {
        const own = ledgers[index % ledgers.length];
        assert.ok(own);
        const controller = new AbortController();
        const entering = enterLedger({ ledger: own, clock: windows.clock, budget, signal: controller.signal });
        windows.clock.after(60_000, () => controller.abort(new Error('never got in')));
        spend(await entering);
      }).concat([windows.clock.advance(120_000)]),
    );
    assert.ok(outcomes.some(({ status }) => status === 'rejected'));
    const { amountNanoYuan = 0 } = ledger.todaySpend() ?? {};
    assert.ok(amountNanoYuan <= budget && amountNanoYuan >= 10 * WHOLE, `${amountNanoYuan} of ${budget}`);
    assert.deepEqual(
      ledger.bookings(100).filter(({ outcome }) => outcome === undefined),
      [],
    );
  });
});
