import assert from 'node:assert/strict';
import { Gcra } from '../../../../src/core/flow/limits/gcra.ts';

const T = 1_700_000_000_000;

describe('Gcra', () => {
  it('leaves a gap between two, and lets the second go early by the tolerance', () => {
    const gcra = new Gcra();
    assert.ok(gcra.dueMs(100, 20, T) <= T);
    gcra.take(1, 100, T);
    assert.equal(gcra.dueMs(100, 20, T), T + 80);
  });

  it('takes back what went early', () => {
    const gcra = new Gcra();
    gcra.take(1, 100, T);
    gcra.take(1, 100, T + 80);
    assert.equal(gcra.dueMs(100, 20, T + 80), T + 180);
  });

  it('saves up nothing while nothing is sent', () => {
    const gcra = new Gcra();
    gcra.take(1, 100, T);
    gcra.take(1, 100, T + 10_000);
    assert.equal(gcra.dueMs(100, 0, T + 10_000), T + 10_100);
  });

  it('owes in units: another gap changes the wait', () => {
    const gcra = new Gcra();
    gcra.take(5, 100, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 500);
    assert.equal(gcra.dueMs(200, 0, T), T + 1_000);
    gcra.correct(-3);
    assert.equal(gcra.dueMs(100, 0, T), T + 200);
    gcra.correct(-3);
    assert.equal(gcra.dueMs(100, 0, T), T);
  });

  it('owes nothing while there is no limit', () => {
    const gcra = new Gcra();
    for (let call = 0; call < 1_000; call++) gcra.take(1, 0, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 100);
  });

  it('never waits for much longer than a minute', () => {
    const gcra = new Gcra();
    gcra.take(1_000_000, 100, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 61_300);
  });

  it('owes nothing to a clock that was set back', () => {
    const gcra = new Gcra();
    gcra.take(3, 1_000, T);
    assert.equal(gcra.dueMs(1_000, 0, T - 500), T + 3_000);
    assert.equal(gcra.dueMs(1_000, 0, T - 7_200_000), T - 7_200_000);
    gcra.take(1, 1_000, T - 7_200_000);
    assert.equal(gcra.dueMs(1_000, 0, T - 7_200_000), T - 7_199_000);
  });
});
