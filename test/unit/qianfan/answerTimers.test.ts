import assert from 'node:assert/strict';
import { AnswerTimers } from '../../../src/core/qianfan/answerTimers.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('AnswerTimers', () => {
  let clock: VirtualClock;
  let timers: AnswerTimers;
  /** The reported timeouts, each with its time in seconds. */
  let heard: unknown[][];

  beforeEach(() => {
    clock = new VirtualClock();
    heard = [];
    const timeouts = { firstTokenMs: 60_000, betweenTokensMs: 30_000, totalMs: 600_000 };
    timers = new AnswerTimers(clock, timeouts, (kind, _message, limitSeconds) => {
      heard.push([kind, limitSeconds, clock.monotonicMs() / 1_000]);
    });
  });

  afterEach(() => {
    timers.stop();
    assert.equal(clock.pendingTimers, 0);
  });

  it('report a missing first content once, however long it is missing', async () => {
    await clock.advance(599_999);
    assert.deepEqual(heard, [['timeout', 60, 60]]);
  });

  it('wait for the same period again on request, and then report again', async () => {
    await clock.advance(60_000);
    timers.keepWaiting();
    await clock.advance(59_999);
    assert.equal(heard.length, 1);
    await clock.advance(1);
    timers.keepWaiting();
    await clock.advance(60_000);
    assert.deepEqual(heard, [
      ['timeout', 60, 60],
      ['timeout', 120, 120],
      ['timeout', 180, 180],
    ]);
  });

  it('include the time the user took to decide in the reported seconds', async () => {
    await clock.advance(60_000 + 123_456.7);
    timers.keepWaiting();
    await clock.advance(60_000);
    assert.deepEqual(heard.at(-1)?.slice(0, 2), ['timeout', 243]);
  });

  it('end the answer at the total limit, however often the user keeps waiting', async () => {
    for (let minute = 0; minute < 12; minute++) {
      await clock.advance(60_000);
      timers.keepWaiting();
    }
    assert.deepEqual(
      heard.filter(([kind]) => kind === 'too-slow'),
      [['too-slow', 600, 600]],
    );
  });

  it('ignore keepWaiting after the first content', async () => {
    await clock.advance(60_000);
    timers.pauseForReader();
    timers.waitForContent();
    await clock.advance(20_000);
    timers.keepWaiting();
    await clock.advance(10_000);
    assert.deepEqual(heard.at(-1), ['stalled', 30, 90]);
  });

  it('ignore keepWaiting after the end', async () => {
    await clock.advance(60_000);
    timers.stop();
    timers.keepWaiting();
    assert.equal(clock.pendingTimers, 0);
  });

  it('stop the limit for the first content once it has arrived', async () => {
    await clock.advance(59_999);
    timers.pauseForReader();
    await clock.advance(500_000);
    assert.deepEqual(heard, []);
  });

  it('extend the wait by the time the process was suspended, also a second wait', async () => {
    await clock.sleepThrough(90_000);
    assert.equal(heard.length, 0);
    await clock.advance(30_000);
    assert.deepEqual(heard, [['timeout', 60, 120]]);
    timers.keepWaiting();
    await clock.sleepThrough(3_600_000);
    assert.equal(heard.filter(([kind]) => kind === 'timeout').length, 1);
    await clock.advance(60_000);
    assert.equal(heard.filter(([kind]) => kind === 'timeout').length, 2);
  });
});
