import assert from 'node:assert/strict';
import { mean, percentile } from '../../bench/figures/statistics.ts';
import { Bucket } from '../../bench/service/bucket.ts';
import { REFERENCE } from '../../bench/service/knobs.ts';
import { Places } from '../../bench/service/places.ts';
import { Tokens } from '../../bench/service/tokens.ts';
import { drawWork, type Work } from '../../bench/service/work.ts';

const DRAWS = 100_000;

function works(changes: Partial<typeof REFERENCE> = {}, count = DRAWS): Work[] {
  const draw = drawWork({ ...REFERENCE, ...changes });
  return Array.from({ length: count }, draw);
}

function assertNear(actual: number, expected: number, share: number): void {
  assert.ok(Math.abs(actual / expected - 1) < share, `${actual} instead of ${expected}`);
}

describe('bench: the reference load', () => {
  it('has latencies with a median of 100 ms and a mean of 120 ms', () => {
    const latencies = works().map(({ latencyMs }) => latencyMs);
    assertNear(percentile(latencies, 50), 100, 0.01);
    assertNear(mean(latencies), 120, 0.01);
  });

  it('has the quantiles of a log-normal distribution', () => {
    const latencies = works().map(({ latencyMs }) => latencyMs);
    const sigma = Math.sqrt(2 * Math.log(1.2));
    // Quantiles of the standard normal distribution.
    for (const [percent, z] of [
      [1, -2.3263],
      [10, -1.2816],
      [90, 1.2816],
      [99, 2.3263],
    ] as const)
      assertNear(percentile(latencies, percent), 100 * Math.exp(sigma * z), 0.02);
  });

  it('resets the configured share of connections', () => {
    assertNear(works().filter(({ isReset }) => isReset).length / DRAWS, 0.005, 0.1);
    assert.ok(works({ resetShare: 0 }).every(({ isReset }) => !isReset));
  });

  it('draws the same values for the same seed, and others for another seed', () => {
    assert.deepEqual(works({}, 5), works({}, 5));
    assert.notDeepEqual(works({}, 5), works({ seed: 2 }, 5));
  });

  it('answers at once when its median is 0', () => {
    assert.ok(works({ medianMs: 0, meanMs: 0 }, 10).every(({ latencyMs }) => latencyMs === 0));
  });

  it('lets a burst through, and then the rate', () => {
    const bucket = new Bucket(50, 5);
    const taken = (nowMs: number): number => {
      let count = 0;
      while (bucket.take(nowMs)) count++;
      return count;
    };
    assert.deepEqual([taken(0), taken(10), taken(20), taken(100), taken(10_000)], [5, 0, 1, 4, 5]);
    assert.equal(bucket.waitMs(10_000), 20);
  });

  it('gives its slots in the order of arrival, and skips a caller that has left', () => {
    const places = new Places(1);
    const started: string[] = [];
    const enter = (name: string) => places.enter(() => started.push(name));
    enter('first');
    const leave = enter('second');
    enter('third');
    enter('fourth');
    leave();
    assert.deepEqual(started, ['first']);
    places.leave();
    places.leave();
    assert.deepEqual(started, ['first', 'third', 'fourth']);
    places.leave();
    enter('fifth');
    assert.equal(started.at(-1), 'fifth');
  });

  it('lets each token live as long as configured', () => {
    const tokens = new Tokens(2);
    const first = tokens.issue('access', 1_000);
    const second = tokens.issue('access', 2_500);
    assert.notEqual(first, second);
    assert.deepEqual(
      [tokens.holds(first, 2_999), tokens.holds(first, 3_000), tokens.holds(second, 3_000)],
      [true, false, true],
    );
    assert.equal(tokens.holds('made-up', 0), false);
    assert.deepEqual([tokens.isFresh(3_400), tokens.isFresh(3_500)], [true, false]);
  });
});
