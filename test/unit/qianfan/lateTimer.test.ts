import assert from 'node:assert/strict';

import { startLateTimer } from '../../../src/core/qianfan/lateTimer.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

function start(delayMs: number): { clock: VirtualClock; cancel: () => void; passed: number[] } {
  const clock = new VirtualClock();
  const passed: number[] = [];
  return { clock, passed, cancel: startLateTimer(clock, delayMs, () => passed.push(clock.monotonicMs())) };
}

describe('A timer that detects suspension', () => {
  it('fires on time', async () => {
    const { clock, passed } = start(5000);
    await clock.advance(10_000);
    assert.deepEqual(passed, [5000]);
  });

  it('is extended by the lost time, once', async () => {
    const { clock, passed } = start(5000);
    await clock.sleepThrough(8000);
    await clock.advance(2999);
    assert.deepEqual(passed, []);
    await clock.sleepThrough(60_000);
    assert.equal(passed.length, 1);
  });

  it('is never extended by more than its own delay', async () => {
    const { clock, passed } = start(5000);
    await clock.sleepThrough(3_600_000);
    await clock.advance(5000);
    assert.deepEqual(passed, [3_605_000]);
  });

  it('can be cancelled before and after an extension', async () => {
    for (const sleepMs of [0, 8000]) {
      const { clock, passed, cancel } = start(5000);
      await clock.sleepThrough(sleepMs);
      cancel();
      cancel();
      assert.equal(clock.pendingTimers, 0);
      await clock.advance(60_000);
      assert.deepEqual(passed, []);
    }
  });
});
