import assert from 'node:assert/strict';
import { AnswerSums, type AnswerTotal } from '../../../src/core/batch/plan/answerSums.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const SPAN = { lowTokens: 100, highTokens: 1_000 };

describe('The estimated total of the answers of a batch', () => {
  it('is zero without requests', () => {
    assert.deepEqual(totalOf(0), { lowTokens: 0, expectedTokens: 0, highTokens: 0 });
  });

  it('is close to the estimate of one answer for a single request', () => {
    const { lowTokens, expectedTokens, highTokens } = totalOf(1);
    // Nineteen of twenty answers lie above the low and below the high end, instead of nine of ten.
    assert.ok(lowTokens > 50 && lowTokens < 120, String(lowTokens));
    assert.ok(highTokens > 900 && highTokens < 1_900, String(highTokens));
    assert.ok(expectedTokens > 350 && expectedTokens < 550, String(expectedTokens));
  });

  it('has an expected value proportional to the number of answers', () => {
    assert.ok(Math.abs(totalOf(1_000).expectedTokens - 1_000 * totalOf(1).expectedTokens) <= 1_000);
  });

  it('spreads less with more answers, but never vanishes', () => {
    const spreads = [1, 10, 100, 10_000].map(count => spreadOf(totalOf(count)));
    assert.deepEqual(
      spreads,
      spreads.toSorted((one, other) => other - one),
    );
    assert.ok((spreads[2] ?? 0) < 0.6 * (spreads[0] ?? 0));
    assert.ok((spreads[3] ?? 0) > 1.5);
  });

  it('never exceeds the maximum length of all answers', () => {
    assert.equal(totalOf(5, { lowTokens: 2_000, highTokens: 5_000 }, 1_000).highTokens, 5_000);
    assert.ok(totalOf(5, { lowTokens: 10, highTokens: 100_000 }, 1_000).highTokens <= 5_000);
  });

  it('is exact when the length of each answer is', () => {
    assert.deepEqual(totalOf(3, { lowTokens: 50, highTokens: 50 }), {
      lowTokens: 150,
      expectedTokens: 150,
      highTokens: 150,
    });
  });

  it('contains the real total in nine of ten cases', () => {
    const random = seededRandom(9);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const spread = Math.log(10) / (2 * 1.2816);
    const count = 50;
    const { lowTokens, expectedTokens, highTokens } = totalOf(count, SPAN, 2_000);
    const sums = Array.from({ length: 2_000 }, () => {
      // A quarter of the variance is shared by the whole batch.
      const shared = Math.sqrt(0.25) * spread * normal();
      let sum = 0;
      for (let at = 0; at < count; at++) {
        sum += Math.min(2_000, Math.exp(Math.log(100_000) / 2 + shared + Math.sqrt(0.75) * spread * normal()));
      }
      return sum;
    });
    const within = sums.filter(sum => sum >= lowTokens && sum <= highTokens).length / sums.length;
    const mean = sums.reduce((total, sum) => total + sum, 0) / sums.length;
    assert.ok(within > 0.86 && within < 0.94, String(within));
    assert.ok(Math.abs(mean / expectedTokens - 1) < 0.03, `${mean} ${expectedTokens}`);
  });
});

function totalOf(count: number, span = SPAN, maxTokens = 2_000): AnswerTotal {
  const sums = new AnswerSums();
  for (let at = 0; at < count; at++) sums.add(span, maxTokens);
  return sums.total;
}

function spreadOf({ lowTokens, highTokens }: AnswerTotal): number {
  return highTokens / lowTokens;
}
