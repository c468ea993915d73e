import assert from 'node:assert/strict';
import { standingAfter } from '../../../../src/core/cache/workspace/standing.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 22);

describe('standingAfter', () => {
  it('is higher for each use', () => {
    const once = standingAfter(1, NOW_MS);
    const twice = standingAfter(1, NOW_MS, once);
    assert.ok(twice > once);
    assert.ok(Math.abs(standingAfter(2, NOW_MS) - twice) < 1e-6);
  });

  it('is the same for two uses as for one use a day later', () => {
    assert.ok(Math.abs(standingAfter(1, NOW_MS + DAY_MS) - standingAfter(2, NOW_MS)) < 1e-6);
  });

  it('lets uses decay: eight uses of three days ago count as one', () => {
    const old = standingAfter(8, NOW_MS - 3 * DAY_MS);
    assert.ok(Math.abs(standingAfter(1, NOW_MS, old) - standingAfter(2, NOW_MS)) < 1e-6);
  });

  it('does not overflow, and discards a future one after the clock was set back', () => {
    const future = standingAfter(1, NOW_MS + 10_000 * DAY_MS);
    const now = standingAfter(1, NOW_MS, future);
    assert.ok(Number.isFinite(now) && now < standingAfter(1, NOW_MS + 31 * DAY_MS));
  });
});
