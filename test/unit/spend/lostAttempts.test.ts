import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Permit } from '../../../src/core/admission.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { amountOf } from '../../../src/core/spend/prices.ts';
import { estimateMessagesTokens, estimateTokens } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Larger than any process id on Linux, macOS or Windows. */
const NO_PROCESS = 2 ** 31 - 1;
const INPUT = estimateMessagesTokens(exampleAttempt().messages);

describe('Lost attempts', () => {
  let clock: VirtualClock;
  /** The clock of the other window; it stops while that window is dead or frozen. */
  let otherClock: VirtualClock;
  let folder: string;
  let other: Ledger;
  let raw: DatabaseSync;
  let ledger: Ledger;

  beforeEach(async () => {
    clock = new VirtualClock();
    otherClock = new VirtualClock();
    folder = temporaryFolder();
    other = exampleLedger({ folder, clock: otherClock });
    await other.ready();
    raw = new DatabaseSync(join(folder, 'wenxin.1.db'));
    ledger = exampleLedger({ folder, clock });
  });

  afterEach(async () => {
    raw.close();
    await other.close();
    await ledger.close();
  });

  const enterOther = (known = true): Promise<Permit> =>
    enterLedger({ ledger: other, clock: otherClock, ...(!known && { price: 'unknown' }) });

  const kill = (): unknown => raw.prepare('UPDATE window SET pid = ?').run(NO_PROCESS);
  const reboot = (): unknown => raw.prepare("UPDATE window SET boot = 'another one'").run();
  const outcomes = (): unknown[] => ledger.bookings(10).map(({ outcome }) => outcome);

  it('are booked at once with their estimated input when their process is gone', async () => {
    await enterOther();
    kill();
    await ledger.ready();
    const [entry] = ledger.bookings(1);
    const usage = { inputTokens: INPUT, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    assert.equal(entry?.outcome, 'lost');
    assert.equal(entry.source, 'estimate');
    assert.deepEqual(entry.usage, usage);
    assert.equal(entry.amountNanoYuan, amountOf(examplePrice, usage));
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: entry.amountNanoYuan,
      estimated: true,
      unknownPrice: 0,
      requests: 1,
      answered: 0,
      failed: 1,
      savedNanoYuan: 0,
    });
    assert.equal(raw.prepare('SELECT count(*) AS n FROM window').get()?.['n'], 1);
  });

  it('are booked with the output received up to at most two seconds before the end', async () => {
    const permit = await enterOther();
    permit.observe({ type: 'reasoning', text: '嗯' });
    permit.observe({ type: 'text', text: '一半的回答' });
    await otherClock.advance(2_000);
    permit.observe({ type: 'text', text: '后来的就没有了' });
    kill();
    await ledger.ready();
    const received = estimateTokens('嗯') + estimateTokens('一半的回答');
    assert.equal(ledger.bookings(1)[0]?.usage.outputTokens, received);
  });

  it('do not include those of a living window beside the dead one', async () => {
    await enterOther();
    kill();
    const living = exampleLedger({ folder, clock: otherClock });
    await living.ready();
    await enterLedger({ ledger: living, clock: otherClock });
    raw.prepare('UPDATE attempt SET state = 0').run();
    raw.prepare('INSERT INTO window VALUES(1, (SELECT boot FROM window), ?, 0, NULL, NULL)').run(NO_PROCESS);
    await ledger.ready();
    assert.deepEqual(outcomes(), [undefined, 'lost']);
    await living.close();
  });

  it('keep an unknown price unknown', async () => {
    await enterOther(false);
    kill();
    await ledger.ready();
    assert.equal(ledger.bookings(1)[0]?.amountNanoYuan, undefined);
    assert.equal(ledger.todaySpend()?.unknownPrice, 1);
  });

  it('are none in a window that settled its attempts', async () => {
    (await enterOther()).settle('failed');
    kill();
    await ledger.ready();
    assert.deepEqual(outcomes(), ['failed']);
    assert.equal(clock.pendingTimers, 0);
  });

  it('are none in a window that is alive', async () => {
    await enterOther();
    await ledger.ready();
    for (let second = 0; second < 60; second++) {
      await otherClock.advance(1_000);
      await clock.advance(1_000);
    }
    assert.deepEqual(outcomes(), [undefined]);
    assert.equal(clock.pendingTimers, 0);
  });

  it('are booked after a reboot, once 20 s without a heartbeat show that no window is left', async () => {
    await enterOther();
    reboot();
    kill();
    await ledger.ready();
    let changes = 0;
    ledger.onDidChange(() => changes++);
    await clock.advance(19_999);
    assert.deepEqual(outcomes(), [undefined]);
    await clock.advance(1);
    assert.deepEqual(outcomes(), ['lost']);
    assert.equal(changes, 1);
  });

  it('are booked when another process has the pid of the dead one', async () => {
    await enterOther();
    await ledger.ready();
    await clock.advance(20_000);
    assert.deepEqual(outcomes(), ['lost']);
  });

  it('do not include the attempt of a window that was only idle between two questions', async () => {
    const permit = await enterOther();
    await ledger.ready();
    permit.settle('failed');
    await clock.advance(19_000);
    await enterOther();
    await clock.advance(1_000);
    assert.deepEqual(outcomes(), [undefined, 'failed']);
  });

  it('are not booked when the watching timer itself was asleep', async () => {
    await enterOther();
    await ledger.ready();
    await clock.sleepThrough(60_000);
    assert.deepEqual(outcomes(), [undefined]);
    await clock.advance(20_000);
    assert.deepEqual(outcomes(), ['lost']);
  });

  it('are corrected by a window that was only frozen', async () => {
    const permit = await enterOther();
    await ledger.ready();
    await clock.advance(20_000);
    assert.deepEqual(outcomes(), ['lost']);
    const usage = { inputTokens: 7, cachedInputTokens: 0, outputTokens: 8, reasoningTokens: 0 };
    permit.observe({ type: 'done', finish: 'stop', usage });
    permit.settle('ok');
    assert.deepEqual(outcomes(), ['ok']);
    assert.deepEqual(ledger.todaySpend(), {
      amountNanoYuan: amountOf(examplePrice, usage),
      estimated: false,
      unknownPrice: 0,
      requests: 1,
      answered: 1,
      failed: 0,
      savedNanoYuan: 0,
    });
  });

  it('are booked once when two windows open at the same time', async () => {
    await enterOther();
    kill();
    const third = exampleLedger({ folder, clock });
    await Promise.all([ledger.ready(), third.ready()]);
    assert.deepEqual(outcomes(), ['lost']);
    await third.close();
  });

  it('are not watched for by a heartbeat in a window without open attempts', async () => {
    const before = raw.prepare('PRAGMA data_version').get()?.['data_version'];
    await otherClock.advance(60_000);
    assert.equal(raw.prepare('PRAGMA data_version').get()?.['data_version'], before);
    const permit = await enterOther();
    await otherClock.advance(6_000);
    assert.equal(raw.prepare('SELECT beat FROM window').get()?.['beat'], 3);
    permit.settle('failed');
    assert.equal(otherClock.pendingTimers, 0);
  });

  it('are prevented by a heartbeat that continues after one beat met a lock', async () => {
    await enterOther();
    raw.exec('BEGIN IMMEDIATE');
    await otherClock.advance(2_000);
    raw.exec('COMMIT');
    await otherClock.advance(2_000);
    assert.equal(raw.prepare('SELECT beat FROM window').get()?.['beat'], 1);
  });
});
