import assert from 'node:assert/strict';
import { Gcra } from '../../../../src/core/flow/limits/gcra.ts';

const T = 1_700_000_000_000;

describe('Gcra', () => {
  it('spaces two requests by a gap, less the tolerance', () => {
    const gcra = new Gcra();
    assert.ok(gcra.dueMs(100, 20, T) <= T);
    gcra.take(1, 100, T);
    assert.equal(gcra.dueMs(100, 20, T), T + 80);
  });

  it('does not let early requests accumulate', () => {
    const gcra = new Gcra();
    gcra.take(1, 100, T);
    gcra.take(1, 100, T + 80);
    assert.equal(gcra.dueMs(100, 20, T + 80), T + 180);
  });

  it('saves up no credit while nothing is sent', () => {
    const gcra = new Gcra();
    gcra.take(1, 100, T);
    gcra.take(1, 100, T + 10_000);
    assert.equal(gcra.dueMs(100, 0, T + 10_000), T + 10_100);
  });

  it('counts its debt in units, so that another gap changes the wait', () => {
    const gcra = new Gcra();
    gcra.take(5, 100, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 500);
    assert.equal(gcra.dueMs(200, 0, T), T + 1_000);
    gcra.correct(-3);
    assert.equal(gcra.dueMs(100, 0, T), T + 200);
    gcra.correct(-3);
    assert.equal(gcra.dueMs(100, 0, T), T);
  });

  it('accumulates no debt without a limit', () => {
    const gcra = new Gcra();
    for (let call = 0; call < 1_000; call++) gcra.take(1, 0, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 100);
  });

  it('never waits much longer than a minute', () => {
    const gcra = new Gcra();
    gcra.take(1_000_000, 100, T);
    assert.equal(gcra.dueMs(100, 0, T), T + 61_300);
  });

  it('drops its debt when the clock was set far back', () => {
    const gcra = new Gcra();
    gcra.take(3, 1_000, T);
    assert.equal(gcra.dueMs(1_000, 0, T - 500), T + 3_000);
    assert.equal(gcra.dueMs(1_000, 0, T - 7_200_000), T - 7_200_000);
    gcra.take(1, 1_000, T - 7_200_000);
    assert.equal(gcra.dueMs(1_000, 0, T - 7_200_000), T - 7_199_000);
  });
});
