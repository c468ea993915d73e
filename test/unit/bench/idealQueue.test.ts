import assert from 'node:assert/strict';
import { idealLatencies } from '../../bench/figures/idealQueue.ts';
import { mean, percentile } from '../../bench/figures/statistics.ts';
import { REFERENCE, UNLIMITED } from '../../bench/service/knobs.ts';

/** Every answer takes 100 ms. */
const EVEN = { ...UNLIMITED, medianMs: 100, meanMs: 100 };

const near = (values: readonly number[]): number[] => values.map(value => Math.round(value));

describe('bench: the ideal queue', () => {
  it('has no waiting while there are free slots', () => {
    assert.deepEqual(near(idealLatencies({ ...EVEN, capacity: 4 }, { concurrency: 4, calls: 8 })), Array(8).fill(100));
  });

  it('serves first come, first served when there are fewer slots than callers', () => {
    // Two slots, four callers: two wait for one round at first, and each later call for one round too.
    const latencies = near(idealLatencies({ ...EVEN, capacity: 2 }, { concurrency: 4, calls: 8 }));
    assert.deepEqual(latencies, [100, 100, 200, 200, 200, 200, 200, 200]);
  });

  it('keeps the rate limit', () => {
    const latencies = near(
      idealLatencies({ ...EVEN, capacity: 100, perSecond: 10, burst: 1 }, { concurrency: 4, calls: 4 }),
    );
    assert.deepEqual(latencies, [100, 200, 300, 400]);
  });

  it('retries an answer that is reset halfway', () => {
    const [latency = 0] = idealLatencies({ ...EVEN, resetShare: 0.5, seed: 3 }, { concurrency: 1, calls: 1 });
    assert.equal(latency % 50 < 1e-3, true);
    const many = idealLatencies({ ...EVEN, resetShare: 0.5 }, { concurrency: 1, calls: 2_000 });
    // On average, one reset precedes each answer and takes half its time.
    assert.ok(Math.abs(mean(many) - 150) < 5, String(mean(many)));
  });

  it('is bound by the slots on the reference load', () => {
    const latencies = idealLatencies(REFERENCE, { concurrency: 200, calls: 20_000 });
    // 200 callers share about 100 answers per second.
    assert.ok(Math.abs(percentile(latencies, 50) - 2_000) < 100, String(percentile(latencies, 50)));
  });
});
