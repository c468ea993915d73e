import assert from 'node:assert/strict';
import { LearnedConcurrency } from '../../../../src/core/flow/limits/learnedConcurrency.ts';

const MOST = 64;

/** A lane whose requests are sent and answered in rounds. */
class Rounds {
  readonly learned = new LearnedConcurrency();
  nowMs = 1_700_000_000_000;

  get limit(): number {
    return this.learned.limit(MOST);
  }

  /** Sends `count` requests together, by default as many as the limit allows, and answers them `latencyMs` later. */
  round(latencyMs: number, count = this.limit): void {
    const windows = Array.from({ length: count }, () => this.learned.sent(MOST, this.nowMs));
    this.nowMs += latencyMs;
    for (const window of windows) {
      this.learned.answered(window, latencyMs, this.nowMs);
      this.learned.ended(window);
    }
  }

  /** Runs rounds until `count` windows have closed. */
  windows(count: number, latencyMs: number | ((limit: number) => number)): void {
    const first = this.learned.toJSON().window.number;
    while (this.learned.toJSON().window.number < first + count)
      this.round(typeof latencyMs === 'number' ? latencyMs : latencyMs(this.limit));
  }
}

/** Returns the latency of a service that processes 16 requests at once, each for 100 ms. */
const ofSixteen = (inFlight: number): number => 100 * Math.max(1, inFlight / 16);

describe('LearnedConcurrency', () => {
  it('begins with 8, or with the user’s limit if that is lower', () => {
    const learned = new LearnedConcurrency();
    assert.equal(learned.limit(64), 8);
    assert.equal(learned.limit(5), 5);
    assert.equal(learned.limit(0), 1);
  });

  it('doubles while the service has no queue, up to the user’s limit', () => {
    const lane = new Rounds();
    lane.windows(1, 100);
    assert.equal(lane.limit, 16);
    lane.windows(1, 100);
    assert.equal(lane.limit, 32);
    lane.windows(6, 100);
    assert.equal(lane.limit, 64);
  });

  it('learns nothing while fewer requests are sent than the limit allows', () => {
    const lane = new Rounds();
    for (let round = 0; round < 100; round++) lane.round(100, 5);
    assert.equal(lane.limit, 8);
    lane.windows(1, 100);
    assert.equal(lane.limit, 16);
  });

  it('stops doubling at the first queue', () => {
    const lane = new Rounds();
    lane.windows(2, 100);
    assert.equal(lane.limit, 32);
    // 32 / 130 ms × (130 − 100) ms = 7.4 requests are queued in the service; 4.6 are allowed.
    lane.windows(1, 130);
    assert.equal(lane.limit, 30);
    // Without a queue, the limit grows by 1 for each window.
    lane.windows(2, 100);
    assert.equal(lane.limit, 32);
  });

  it('drops at once by the excess of a long queue', () => {
    const lane = new Rounds();
    lane.windows(3, 100);
    assert.equal(lane.limit, 64);
    // 64 / 400 ms × 300 ms = 48 are queued; 7.1 are allowed.
    lane.windows(1, 400);
    assert.equal(lane.limit, 23);
  });

  it('settles slightly above the capacity of the service', () => {
    const lane = new Rounds();
    lane.windows(150, ofSixteen);
    for (let window = 0; window < 30; window++) {
      lane.windows(1, ofSixteen);
      const { limit, beforeProbe } = lane.learned.toJSON();
      const settled = beforeProbe ?? limit;
      assert.ok(settled >= 16 && settled <= 22, `${settled}`);
    }
  });

  it('runs every 12th window with three quarters of its requests, and then with all again', () => {
    const lane = new Rounds();
    lane.windows(4, ofSixteen);
    const limits = Array.from({ length: 40 }, () => {
      lane.windows(1, ofSixteen);
      return lane.limit;
    });
    const probes = limits.flatMap((limit, index) => (limit < 0.8 * (limits[index - 1] ?? 0) ? [index] : []));
    assert.equal(probes.length, 3);
    assert.equal((probes[1] ?? 0) - (probes[0] ?? 0), 13);
    for (const probe of probes)
      assert.ok(Math.abs((limits[probe + 1] ?? 0) - (limits[probe - 1] ?? 0)) <= 1, limits.join(' '));
  });

  it('adapts to a service that answers more slowly without being full', () => {
    const lane = new Rounds();
    lane.windows(3, 100);
    lane.windows(2, 300);
    assert.ok(lane.limit < 40, `${lane.limit}`);
    lane.windows(80, 300);
    assert.equal(lane.learned.toJSON().beforeProbe ?? lane.limit, 64);
  });

  it('backs off when the service is busy, once for all requests in flight together', () => {
    const lane = new Rounds();
    const windows = Array.from({ length: 8 }, () => lane.learned.sent(MOST, lane.nowMs));
    for (const window of windows) lane.learned.failed(window, lane.nowMs);
    assert.equal(lane.limit, 5);
    lane.learned.failed(lane.learned.sent(MOST, lane.nowMs), lane.nowMs);
    assert.equal(lane.limit, 3);
    for (let failure = 0; failure < 10; failure++) lane.learned.failed(lane.learned.sent(MOST, lane.nowMs), lane.nowMs);
    assert.equal(lane.limit, 1);
  });

  it('grows by one and no longer doubles after a failure', () => {
    const lane = new Rounds();
    lane.learned.failed(lane.learned.sent(MOST, lane.nowMs), lane.nowMs);
    lane.windows(2, 100);
    assert.equal(lane.limit, 7);
  });

  it('halves after a refused burst, down to 2, and doubles again', () => {
    const lane = new Rounds();
    lane.learned.burstRefused(lane.nowMs);
    assert.equal(lane.limit, 4);
    for (let burst = 0; burst < 3; burst++) lane.learned.burstRefused(lane.nowMs);
    assert.equal(lane.limit, 2);
    lane.windows(1, 100);
    assert.equal(lane.limit, 4);
  });

  it('forgets requests whose end was never reported, together with their window', () => {
    const lane = new Rounds();
    // As if an editor window died with these requests.
    for (let request = 0; request < 30; request++) lane.learned.sent(MOST, lane.nowMs);
    lane.round(100, 8);
    for (let round = 0; round < 100; round++) lane.round(100, 5);
    assert.equal(lane.limit, 16);
  });

  it('ignores samples from before a long pause or a change of the clock', () => {
    const lane = new Rounds();
    lane.round(100, 4);
    lane.nowMs += 10 * 3_600_000;
    lane.round(100, 4);
    assert.equal(lane.learned.toJSON().window.samples, 4);
    const window = lane.learned.sent(MOST, lane.nowMs);
    lane.learned.answered(window, -3_600_000, lane.nowMs - 3_600_000);
    assert.equal(lane.learned.toJSON().window.samples, 4);
    lane.learned.sent(MOST, lane.nowMs - 3_600_000);
    assert.equal(lane.learned.toJSON().window.samples, 0);
  });
});
