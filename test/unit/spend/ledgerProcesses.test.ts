import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ChatEvent } from '../../../src/core/chat.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { estimateMessagesTokens, inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { noonClock } from '../../support/noonClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('A ledger of several processes', function () {
  // A busy machine needs time to start four of them.
  this.timeout(180_000);

  let clock: VirtualClock;
  let folder: string;
  let ledger: Ledger;
  let children: ChildProcess[];

  beforeEach(() => {
    clock = new VirtualClock();
    folder = temporaryFolder();
    ledger = exampleLedger({ folder, clock });
    children = [];
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await ledger.close();
  });

  function start(what: 'book' | 'spend' | 'hold' | 'lock', count = 0): ChildProcess {
    const child = fork(join(import.meta.dirname, 'ledgerProcess.ts'), [folder, what, String(count)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.push(child);
    return child;
  }

  /** Waits for the message from the child, and fails when the child exits first. */
  async function told(child: ChildProcess, message: string): Promise<void> {
    const ended = once(child, 'exit').then(([code]) => assert.fail(`ended with ${String(code)} before "${message}"`));
    const [heard] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
    ended.catch(() => undefined);
    assert.equal(heard, message);
  }

  it('loses none of 4 × 300 bookings, starting with no file', async () => {
    const exits = [1, 2, 3, 4].map(() => once(start('book', 300), 'exit'));
    assert.deepEqual(
      (await Promise.all(exits)).map(([code]) => code as unknown),
      [0, 0, 0, 0],
    );
    await ledger.ready();
    const entries = ledger.bookings(2_000);
    assert.equal(entries.length, 1_200);
    assert.equal(new Set(entries.map(({ questionId }) => questionId)).size, 1_200);
    assert.ok(entries.every(({ outcome, source }) => outcome === 'ok' && source === 'usage'));
    const amount = entries.reduce((sum, { amountNanoYuan = NaN }) => sum + amountNanoYuan, 0);
    assert.equal(amount, 4 * (((299 * 300) / 2) * 800 + 300 * 3_200));
  });

  it('spends a budget to the last question that fits, and no further, in 3 processes at once', async () => {
    const request = exampleAttempt({ maxOutputTokens: 10 });
    const whole = worstCaseOf(examplePrice, inputBound(request.messages), request.maxOutputTokens);
    const budget = 40 * whole + whole / 2;
    const exits = [1, 2, 3].map(() => once(start('spend', budget), 'exit'));
    assert.deepEqual(
      (await Promise.all(exits)).map(([code]) => code as unknown),
      [0, 0, 0],
    );
    await ledger.ready();
    const entries = ledger.bookings(1_000);
    assert.equal(entries.length, 40);
    assert.ok(entries.every(({ outcome, amountNanoYuan }) => outcome === 'ok' && amountNanoYuan === whole));
  });

  it('does not wait for the reservation of a killed process', async () => {
    // Uses the child's own day, because a reservation counts on the day it was made.
    clock = new VirtualClock(noonClock.now());
    ledger = exampleLedger({ folder, clock });
    await ledger.ready();
    const child = start('hold');
    await told(child, 'open');
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    const request = exampleAttempt();
    const budget = worstCaseOf(examplePrice, inputBound(request.messages), request.maxOutputTokens);
    const waits: ChatEvent[] = [];
    const entering = enterLedger({ ledger, clock, request, budget, told: waits });
    await clock.advance(250);
    await entering;
    assert.deepEqual(waits, [{ type: 'waiting', why: 'budget' }]);
    assert.equal(ledger.bookings(10).at(-1)?.outcome, 'lost');
  });

  it('books as lost what a killed process had open, and keeps all its bookings', async () => {
    const child = start('hold', 20);
    await told(child, 'open');
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    await ledger.ready();
    const [lost, ...others] = ledger.bookings(100);
    assert.equal(lost?.questionId, 'held');
    assert.equal(lost.outcome, 'lost');
    assert.equal(lost.usage.inputTokens, estimateMessagesTokens(exampleAttempt().messages));
    assert.equal(others.length, 20);
    assert.ok(others.every(({ outcome }) => outcome === 'ok'));
  });

  it('leaves the open attempt of a living process alone', async () => {
    await told(start('hold'), 'open');
    await ledger.ready();
    assert.equal(ledger.bookings(1)[0]?.outcome, undefined);
  });

  it('does not block while another process holds the lock, and writes when it is released', async () => {
    const permit = await enterLedger({ ledger, clock, request: exampleAttempt({ questionId: 'first' }) });
    const child = start('lock');
    await told(child, 'locked');

    permit.settle('failed');
    const entering = enterLedger({ ledger, clock, request: exampleAttempt({ questionId: 'second' }) });
    let isIn = false;
    void entering.then(() => (isIn = true));
    // A busy timeout inside SQLite would block these event loop turns while the lock is held.
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    await clock.advance(4_000);
    assert.equal(isIn, false);
    assert.deepEqual(
      ledger.bookings(10).map(({ questionId, outcome }) => [questionId, outcome]),
      [['first', undefined]],
    );

    child.send('release');
    await told(child, 'released');
    await clock.advance(250);
    await entering;
    assert.deepEqual(
      ledger.bookings(10).map(({ questionId, outcome }) => [questionId, outcome]),
      [
        ['second', undefined],
        ['first', 'failed'],
      ],
    );
  });
});
