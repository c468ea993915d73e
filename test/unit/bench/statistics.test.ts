import assert from 'node:assert/strict';
import { mean, median, percentile, slope } from '../../bench/figures/statistics.ts';

describe('bench: statistics', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('takes a percentile by its nearest rank, in any order of the values', () => {
    assert.deepEqual(
      [0, 1, 50, 99, 100].map(percent => percentile(hundred, percent)),
      [1, 1, 50, 99, 100],
    );
    assert.equal(percentile([1, 2, 3], 99), 3);
    assert.equal(percentile([5], 50), 5);
  });

  it('has no percentile of an empty list', () => {
    assert.equal(percentile([], 50), Number.NaN);
    assert.equal(median([]), Number.NaN);
  });

  it('takes the middle value as median, or the mean of the two in the middle', () => {
    assert.equal(median([10, 1, 3]), 3);
    assert.equal(median([10, 1, 3, 5]), 4);
  });

  it('does not reorder the given values', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it('finds the mean', () => assert.equal(mean([1, 2, 6]), 3));

  it('finds the slope by which the values rise', () => {
    assert.equal(slope([1, 3, 5, 7]), 2);
    assert.equal(slope([4, 4, 4]), 0);
    assert.ok(slope([10, 9, 9, 8]) < 0);
  });
});
