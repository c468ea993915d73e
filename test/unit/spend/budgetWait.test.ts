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
/** Larger than any process id on Linux, macOS or Windows. */
const NO_PROCESS = 2 ** 31 - 1;

describe('An attempt that waits for reservations of others', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  /** The other window has its own clock; it stops when that window is dead. */
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

  /** Starts an admission and tracks whether it has completed. */
  function entering(): { readonly done: Promise<Permit>; isIn: boolean } {
    const state = { isIn: false, done: enterLedger({ ledger, clock: windows.clock, budget: WHOLE }) };
    state.done.then(
      () => (state.isIn = true),
      () => undefined,
    );
    return state;
  }

  it('continues at once when an attempt of its own window has ended', async () => {
    const first = await enterLedger({ ledger, clock: windows.clock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(10);
    assert.equal(second.isIn, false);
    first.settle('failed');
    await windows.clock.advance(0);
    assert.equal(second.isIn, true);
  });

  it('continues within 250 ms after an attempt of another window has ended', async () => {
    const first = await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(10);
    first.settle('failed');
    await windows.clock.advance(0);
    assert.equal(second.isIn, false);
    await windows.clock.advance(250);
    assert.equal(second.isIn, true);
  });

  it('does not wait for a dead process, whose open attempts are booked as lost', async () => {
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
    // A lost attempt is booked by its input only, so a shorter answer fits into the rest.
    assert.ok((await second.done).limited);
  });

  it('stops waiting for a process that cannot be checked after 20 s without a heartbeat', async () => {
    await enterLedger({ ledger: other, clock: otherClock, budget: WHOLE });
    const second = entering();
    await windows.clock.advance(19_000);
    assert.equal(second.isIn, false);
    await windows.clock.advance(2_000);
    assert.equal(ledger.bookings(10).at(-1)?.outcome, 'lost');
    assert.equal(second.isIn, true);
  });

  it('waits indefinitely for a window that is alive', async () => {
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

  it('throws when it was aborted during its waiting notice, and removes its listener', async () => {
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

  it('is released when its reader leaves while it waits', async () => {
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
