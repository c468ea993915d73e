import assert from 'node:assert/strict';
import { quietHour } from '../../../src/core/batch/plan/quietHour.ts';

describe('The quiet hour for a batch', () => {
  it('is the one with the fewest requests', () => assert.equal(quiet([5, 9, 1, 3], 30), 2));

  it('is the first of several equally quiet ones', () => assert.equal(quiet([5, 0, 0, 0], 30), 1));

  it('does not exist when the current hour is as quiet as any other', () =>
    assert.equal(quiet([0, 9, 0, 3], 30), undefined));

  it('does not exist when the difference is small', () => assert.equal(quiet([0.4, 9, 0.1, 3], 30), undefined));

  it('is the start of the quietest period as long as the batch takes', () =>
    assert.equal(quiet([9, 0, 9, 2, 2, 9], 90), 3));

  it('does not exist when the batch takes longer than the forecast covers', () =>
    assert.equal(quiet([9, 0], 500), undefined));

  it('does not exist without a forecast', () => assert.equal(quiet([], 30), undefined));
});

function quiet(requests: readonly number[], minutes: number): number | undefined {
  return quietHour(
    requests.map((each, startMs) => ({ startMs, requests: each })),
    minutes,
  );
}
