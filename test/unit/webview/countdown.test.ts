import assert from 'node:assert/strict';
import { nextChangeMs, secondsLeft, withSeconds } from '../../../src/webview/chat/countdown.ts';

describe('The countdown', () => {
  it('shows whole seconds, and never less than one, because only the host knows when a wait is over', () => {
    assert.deepEqual([4_001, 4_000, 3_999, 1_000, 1, 0, -5_000].map(secondsLeft), [5, 4, 4, 1, 1, 1, 1]);
  });

  it('is updated exactly when the number changes, and not after the last one', () => {
    let leftMs = 3_400;
    const shown = [secondsLeft(leftMs)];
    for (let delayMs = nextChangeMs(leftMs); delayMs !== undefined; delayMs = nextChangeMs(leftMs)) {
      leftMs -= delayMs;
      shown.push(secondsLeft(leftMs));
    }
    assert.deepEqual(shown, [4, 3, 2, 1]);
  });

  it('leaves texts without seconds unchanged', () => {
    assert.equal(withSeconds('Retry 1 of 2 in {seconds} s.', 2_500), 'Retry 1 of 2 in 3 s.');
    assert.equal(withSeconds('Queued: next in line.', undefined), 'Queued: next in line.');
  });
});
