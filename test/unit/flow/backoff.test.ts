import assert from 'node:assert/strict';
import { backoffMs, isTooLong } from '../../../src/core/flow/backoff.ts';

const longest = (failures: number, retryAfterMs?: number): number => backoffMs(failures, retryAfterMs, () => 1);
const shortest = (failures: number, retryAfterMs?: number): number => backoffMs(failures, retryAfterMs, () => 0);

describe('The wait before another attempt', () => {
  it('is at most half a second after the first failure, and doubles with each further one', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7].map(failures => longest(failures)),
      [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
    );
  });

  it('is never longer than a minute', () => {
    for (const failures of [8, 9, 50, 2_000]) assert.equal(longest(failures), 60_000);
  });

  it('has full jitter, so that clients that failed together do not retry together', () => {
    assert.equal(shortest(5), 0);
    assert.equal(
      backoffMs(3, undefined, () => 0.25),
      500,
    );
  });

  it('is at least what the service asks for, plus jitter of up to its own length', () => {
    assert.equal(shortest(1, 7_000), 7_000);
    assert.equal(longest(1, 7_000), 7_500);
    assert.equal(longest(3, 7_000), 9_000);
  });

  it('is at most a minute, even when the service asks for a wait', () => {
    assert.equal(shortest(1, 60_000), 60_000);
    for (const retryAfterMs of [59_000, 60_000, 90_000]) assert.equal(longest(9, retryAfterMs), 60_000);
  });

  it('is jitter alone when the service asks for no wait', () => {
    assert.equal(shortest(3, 0), 0);
    assert.equal(longest(3, 0), 2_000);
  });

  it('is refused when the service asks for more than a minute', () => {
    assert.deepEqual([undefined, 0, 60_000, 60_001, 36_000_000].map(isTooLong), [false, false, false, true, true]);
  });
});
