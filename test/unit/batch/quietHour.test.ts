import assert from 'node:assert/strict';
import { quietHour } from '../../../src/core/batch/plan/quietHour.ts';

describe('The quiet hour for a batch', () => {
  it('is the one with the fewest requests', () => assert.equal(quiet([5, 9, 1, 3], 30), 2));

  it('is the first of several that are as quiet', () => assert.equal(quiet([5, 0, 0, 0], 30), 1));

  it('is none where now is as quiet as any', () => assert.equal(quiet([0, 9, 0, 3], 30), undefined));

  it('is none where it would hardly matter', () => assert.equal(quiet([0.4, 9, 0.1, 3], 30), undefined));

  it('is the beginning of so many hours as the batch takes', () => assert.equal(quiet([9, 0, 9, 2, 2, 9], 90), 3));

  it('is none for a batch that takes longer than is known ahead', () => assert.equal(quiet([9, 0], 500), undefined));

  it('is none without a forecast', () => assert.equal(quiet([], 30), undefined));
});

function quiet(requests: readonly number[], minutes: number): number | undefined {
  return quietHour(
    requests.map((each, startMs) => ({ startMs, requests: each })),
    minutes,
  );
}
