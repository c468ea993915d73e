import assert from 'node:assert/strict';
import { backoffMs, isTooLong } from '../../../src/core/flow/backoff.ts';

const longest = (failures: number, retryAfterMs?: number): number => backoffMs(failures, retryAfterMs, () => 1);
const shortest = (failures: number, retryAfterMs?: number): number => backoffMs(failures, retryAfterMs, () => 0);

describe('the wait before another attempt', () => {
  it('is up to half a second after the first failure, and up to twice as long after each other', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7].map(failures => longest(failures)),
      [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
    );
  });

  it('is never longer than a minute', () => {
    for (const failures of [8, 9, 50, 2_000]) assert.equal(longest(failures), 60_000);
  });

  it('is any part of that, so that those who failed together do not come back together', () => {
    assert.equal(shortest(5), 0);
    assert.equal(
      backoffMs(3, undefined, () => 0.25),
      500,
    );
  });

  it('is as long as the service wishes at least, and by chance up to its own length more', () => {
    assert.equal(shortest(1, 7_000), 7_000);
    assert.equal(longest(1, 7_000), 7_500);
    assert.equal(longest(3, 7_000), 9_000);
  });

  it('is a minute at most, also when the service wishes', () => {
    assert.equal(shortest(1, 60_000), 60_000);
    for (const retryAfterMs of [59_000, 60_000, 90_000]) assert.equal(longest(9, retryAfterMs), 60_000);
  });

  it('has chance alone when the service wishes none', () => {
    assert.equal(shortest(3, 0), 0);
    assert.equal(longest(3, 0), 2_000);
  });

  it('is not waited when the service wishes more than a minute', () => {
    assert.deepEqual([undefined, 0, 60_000, 60_001, 36_000_000].map(isTooLong), [false, false, false, true, true]);
  });
});
