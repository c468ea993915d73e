import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Permit } from '../../../src/core/admission.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger, exampleAdmission } from '../../support/exampleAdmission.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const { messages, maxOutputTokens } = exampleAttempt();
/** The most that the example attempt can cost. */
const WHOLE = worstCaseOf(examplePrice, inputBound(messages), maxOutputTokens);
/** Above every process id that Linux, macOS and Windows give. */
const NO_PROCESS = 2 ** 31 - 1;

describe('an attempt that waits for others’ reservations', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  /** The other window has a clock of its own, which stands still when that window is dead. */
  let otherClock: VirtualClock;
  let other: Ledger;

  beforeEach(async () => {
    windows = new LedgerWindows();
    otherClock = new VirtualClock();
    other = exampleLedger({ folder: windows.folder, clock: otherClock });
    await other.ready();
    ledger = windows.make();
    await ledger.ready();
  });

  afterEach(async () => {
    await other.close();
    await windows.close();
  });

  /** Begins to enter, and tells when it is in. */
  function entering(): { readonly done: Promise<Permit>; isIn: boolean } {
    const state = { isIn: false, done: enterLedger({ ledger, clock: windows.clock, budget: WHOLE }) };
    state.done.then(
      () => (state.isIn = true),
      () => undefined,
    );
    return state;
  }

  it('goes on at once when this window’s own attempt has ended', async () => {
    const first = await enterLedger({ ledger, clock: windows.clock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(10);
    assert.equal(second.isIn, false);
    first.settle('failed');
    await windows.clock.advance(0);
    assert.equal(second.isIn, true);
  });

  it('goes on within a quarter of a second when another window’s attempt has ended', async () => {
    const first = await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(10);
    first.settle('failed');
    await windows.clock.advance(0);
    assert.equal(second.isIn, false);
    await windows.clock.advance(250);
    assert.equal(second.isIn, true);
  });

  it('does not wait for a process that is gone: what that had open is booked as lost', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const bare = windows.connect();
    bare.prepare('UPDATE window SET pid = ? WHERE id = 1').run(NO_PROCESS);
    bare.close();
    let changes = 0;
    ledger.onDidChange(() => changes++);
    const second = entering();
    await windows.clock.advance(250);
    assert.equal(ledger.bookings(10).at(-1)?.outcome, 'lost');
    assert.equal(changes, 1);
    // What was lost is booked by its input, so a shorter answer fits into what it leaves.
    assert.ok((await second.done).limited);
  });

  it('does not wait longer than its silence proves for a process nobody can see', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(19_000);
    assert.equal(second.isIn, false);
    await windows.clock.advance(2_000);
    assert.equal(ledger.bookings(10).at(-1)?.outcome, 'lost');
    assert.equal(second.isIn, true);
  });

  it('waits as long as it takes for a window that lives', async () => {
    const first = await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    for (let second = 0; second < 90; second++) {
      await otherClock.advance(1_000);
      await windows.clock.advance(1_000);
    }
    assert.equal(second.isIn, false);
    first.settle('failed');
    await windows.clock.advance(250);
    assert.equal(second.isIn, true);
  });

  it('leaves no timer behind when the ledger is closed while it watches a silent window', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(5_000);
    await ledger.close();
    await windows.clock.advance(250);
    await assert.rejects(second.done);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('throws at the next step when it was aborted while it told that it waits, and listens to nothing any more', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const controller = new AbortController();
    const admission = exampleAdmission({ ledger, clock: windows.clock, budget: WHOLE });
    const events = admission.enter(exampleAttempt(), controller.signal);
    assert.deepEqual((await events.next()).value, { type: 'waiting', why: 'budget' });
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(events.next(), reason);
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });

  it('is let go by a reader that leaves while it waits', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const admission = exampleAdmission({ ledger, clock: windows.clock, budget: WHOLE });
    const { signal } = new AbortController();
    const events = admission.enter(exampleAttempt(), signal);
    await events.next();
    await events.return(undefined as never);
    await windows.clock.advance(60_000);
    assert.equal(ledger.bookings(10).length, 1);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});
