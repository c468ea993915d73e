import assert from 'node:assert/strict';
import { Pace } from '../../../src/core/batch/pace.ts';

describe('The pace of a batch', () => {
  it('estimates the remaining time from the rate at which items ended', () => {
    const pace = new Pace();
    pace.note(100, 0);
    pace.note(110, 5_000);
    pace.note(120, 10_000);
    assert.equal(pace.remainingMs(60), 30_000);
  });

  it('is unknown until an item ended between two samples', () => {
    const pace = new Pace();
    assert.equal(pace.remainingMs(10), undefined);
    pace.note(5, 0);
    assert.equal(pace.remainingMs(10), undefined);
    pace.note(5, 10_000);
    assert.equal(pace.remainingMs(10), undefined);
  });

  it('is unknown when two samples are too close together', () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(50, 10);
    assert.equal(pace.remainingMs(10), undefined);
  });

  it('ignores items that ended more than three minutes ago', () => {
    const pace = new Pace();
    pace.note(0, 0);
    pace.note(1_000, 10_000);
    pace.note(1_001, 190_001);
    pace.note(1_002, 200_001);
    assert.equal(pace.remainingMs(1), 10_000);
  });

  it('starts over when failed items are put back', () => {
    const pace = new Pace();
    pace.note(90, 0);
    pace.note(100, 1_000);
    pace.note(80, 2_000);
    assert.equal(pace.remainingMs(20), undefined);
    pace.note(81, 4_000);
    assert.equal(pace.remainingMs(20), 40_000);
  });
});
