import assert from 'node:assert/strict';
import { within } from '../../../src/core/within.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('within', () => {
  it('ignores rejections, and leaves no timer', async () => {
    const clock = new VirtualClock();
    await within(clock, 100, [Promise.resolve(), Promise.reject(new Error('no'))]);
    assert.equal(clock.pendingTimers, 0);
  });

  it('waits no longer than allowed', async () => {
    const clock = new VirtualClock();
    let ended = false;
    const waiting = within(clock, 100, [new Promise(() => undefined)]).then(() => (ended = true));
    await clock.advance(99);
    assert.equal(ended, false);
    await clock.advance(1);
    await waiting;
    assert.equal(ended, true);
  });
});
