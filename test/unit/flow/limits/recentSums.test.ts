import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentSums } from '../../../../src/core/flow/limits/recentSums.ts';

const T = 1_700_000_000_000;

describe('RecentSums', () => {
  it('forgets what is older than its buckets', () => {
    const sums = new RecentSums(1_000, 3);
    sums.add(1, T);
    sums.add(2, T + 1_000);
    sums.add(4, T + 3_500);
    assert.equal(sums.sum(3, T + 3_900), 7);
    assert.equal(sums.sum(3, T + 4_000), 6);
    assert.equal(sums.sum(3, T + 6_999), 4);
    assert.equal(sums.sum(3, T + 7_000), 0);
  });

  it('sums as many buckets as requested', () => {
    const sums = new RecentSums(1_000, 3);
    for (const second of [0, 1, 2]) sums.add(10 ** second, T + 1_000 * second);
    assert.equal(sums.sum(0, T + 2_000), 100);
    assert.equal(sums.sum(1, T + 2_000), 110);
    assert.equal(sums.sum(1, T + 3_000), 100);
  });

  it('divides by the covered time, at most by the length of its history', () => {
    const sums = new RecentSums(1_000, 60);
    sums.add(30, T);
    assert.equal(sums.perSecond(2, T + 1_500), 20);
    assert.equal(sums.perSecond(2, T + 2_500), 12);
  });

  it('reports the age of its oldest bucket', () => {
    const sums = new RecentSums(100, 10);
    assert.equal(sums.historyMs(T), 0);
    sums.add(1, T + 50);
    sums.add(1, T + 350);
    assert.equal(sums.historyMs(T + 420), 420);
    assert.equal(sums.historyMs(T + 1_120), 820);
    assert.equal(sums.historyMs(T + 2_000), 0);
  });

  it('corrects a past amount while it is remembered, and never below zero', () => {
    const sums = new RecentSums(1_000, 3);
    sums.add(100, T);
    sums.add(100, T + 2_000);
    sums.correct(-30, T);
    assert.equal(sums.sum(3, T + 2_000), 170);
    sums.correct(-500, T);
    assert.equal(sums.sum(3, T + 2_000), 100);
    sums.correct(50, T - 1_000);
    sums.correct(50, T + 9_000);
    assert.equal(sums.sum(3, T + 2_000), 100);
  });

  it('accepts a time slightly out of order, and drops its history when the clock was set back', () => {
    const sums = new RecentSums(1_000, 3);
    sums.add(1, T);
    sums.add(1, T - 10);
    assert.equal(sums.sum(3, T), 2);
    assert.equal(sums.sum(3, T - 7_200_000), 0);
    sums.add(1, T - 7_200_000);
    assert.equal(sums.sum(3, T - 7_200_000), 1);
  });

  it('admits an amount above the limit when nothing else is there', () => {
    const sums = new RecentSums(1_000, 60);
    assert.equal(sums.dueMs(500, 100, T), T);
    sums.add(1, T);
    assert.equal(sums.dueMs(500, 100, T), T + 61_000);
  });

  it('never exceeds the limit in a sliding window, and admits an amount when it is due', () => {
    const steps = fc.array(fc.record({ waitMs: fc.nat(20_000), amount: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 20,
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, each => {
        const sums = new RecentSums(1_000, 60);
        const added: { atMs: number; amount: number }[] = [];
        let nowMs = T;
        for (const { waitMs, amount } of each) {
          const dueMs = sums.dueMs(amount, 100, nowMs + waitMs);
          assert.ok(dueMs - nowMs - waitMs <= 61_000);
          nowMs = Math.max(nowMs + waitMs, dueMs);
          assert.ok(sums.dueMs(amount, 100, nowMs) <= nowMs);
          sums.add(amount, nowMs);
          added.push({ atMs: nowMs, amount });
          const minute = added.filter(({ atMs }) => atMs > nowMs - 60_000).reduce((sum, { amount }) => sum + amount, 0);
          assert.ok(minute <= 100, `${minute} in a minute`);
        }
      }),
    );
  });
});
