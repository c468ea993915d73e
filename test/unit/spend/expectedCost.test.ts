import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FLAT_PLAN_PRICE, KEYLESS_PRICE } from '../../../src/core/qianfan/flatPlan.ts';
import { expectedCost, type ExpectedTokens } from '../../../src/core/spend/expectedCost.ts';
import { examplePrice } from '../../support/exampleLedger.ts';

const tokens = (changes: Partial<ExpectedTokens> = {}): ExpectedTokens => ({
  inputTokens: 1_000,
  inputBound: 3_000,
  answer: { lowTokens: 100, highTokens: 900 },
  maxOutputTokens: 4_096,
  ...changes,
});

describe('The expected cost', () => {
  it('ranges from a short to a long answer, up to what is reserved', () => {
    assert.deepEqual(expectedCost(examplePrice, tokens()), {
      inputTokens: 1_000,
      answer: { lowTokens: 100, highTokens: 900 },
      cost: {
        lowNanoYuan: 1_000 * 800 + 100 * 3_200,
        highNanoYuan: 1_000 * 800 + 900 * 3_200,
        worstNanoYuan: 3_000 * 800 + 4_096 * 3_200,
      },
    });
  });

  it('uses the price tier of the question', () => {
    const { cost } = expectedCost(examplePrice, tokens({ inputTokens: 32_001, inputBound: 90_000 }));
    assert.ok(typeof cost === 'object');
    assert.equal(cost.lowNanoYuan, 32_001 * 1_600 + 100 * 6_400);
  });

  it('is unknown, never zero, where the price is unknown', () => {
    assert.equal(expectedCost(undefined, tokens()).cost, 'unknown');
  });

  it('distinguishes a flat plan from a free endpoint', () => {
    assert.equal(expectedCost(FLAT_PLAN_PRICE, tokens()).cost, 'plan');
    assert.equal(expectedCost(KEYLESS_PRICE, tokens()).cost, 'free');
  });

  it('never has its low end above its high end, nor its high end above the worst case', () => {
    const count = fc.nat(100_000);
    fc.assert(
      fc.property(count, count, count, count, count, (input, more, low, longer, rest) => {
        const highTokens = low + longer;
        const { cost } = expectedCost(examplePrice, {
          inputTokens: input,
          inputBound: input + more,
          answer: { lowTokens: low, highTokens },
          maxOutputTokens: highTokens + rest,
        });
        assert.ok(typeof cost === 'object');
        assert.ok(cost.lowNanoYuan <= cost.highNanoYuan && cost.highNanoYuan <= cost.worstNanoYuan);
      }),
    );
  });
});
