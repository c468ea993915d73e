import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Usage } from '../../../src/core/booking.ts';
import type { ModelPrice, PriceTier } from '../../../src/core/money.ts';
import { amountOf, rateOf, worstCaseOf } from '../../../src/core/spend/prices.ts';

const TIERED: ModelPrice = {
  tiers: [
    { upToInputTokens: 32_000, inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3_200 },
    { upToInputTokens: null, inputNanoYuan: 1_600, outputNanoYuan: 6_400 },
  ],
  source: 'test',
  asOf: '2026-11-22',
};

const usage = (inputTokens: number, outputTokens: number, cachedInputTokens = 0): Usage => ({
  inputTokens,
  cachedInputTokens,
  outputTokens,
  reasoningTokens: 0,
});

const nano = fc.integer({ min: 0, max: 1_000_000 });
const tokens = fc.integer({ min: 0, max: 2_000_000 });
const tier: fc.Arbitrary<PriceTier> = fc.record(
  { upToInputTokens: fc.constant(null), inputNanoYuan: nano, cachedInputNanoYuan: nano, outputNanoYuan: nano },
  { requiredKeys: ['upToInputTokens', 'inputNanoYuan', 'outputNanoYuan'] },
);
const price: fc.Arbitrary<ModelPrice> = fc
  .tuple(fc.uniqueArray(tokens, { maxLength: 3 }), fc.array(tier, { minLength: 4, maxLength: 4 }))
  .map(([ends, tiers]) => ({
    tiers: [...ends.sort((a, b) => a - b), null].map((upToInputTokens, index) => ({
      ...(tiers[index] as PriceTier),
      upToInputTokens,
    })),
    source: 'test',
    asOf: '2026-11-22',
  }));
const anyUsage: fc.Arbitrary<Usage> = fc
  .tuple(tokens, tokens, tokens)
  .map(([input, output, cached]) => usage(input, output, Math.min(input, cached)));

/** Computes the amount with big integers, as a reference. */
function exactAmount({ tiers }: ModelPrice, { inputTokens, cachedInputTokens, outputTokens }: Usage): bigint {
  const holding = tiers.filter(({ upToInputTokens: end }) => end === null || inputTokens <= end)[0] as PriceTier;
  const cached = holding.cachedInputNanoYuan ?? holding.inputNanoYuan;
  return (
    BigInt(inputTokens - cachedInputTokens) * BigInt(holding.inputNanoYuan) +
    BigInt(cachedInputTokens) * BigInt(cached) +
    BigInt(outputTokens) * BigInt(holding.outputNanoYuan)
  );
}

describe('amountOf', () => {
  it('multiplies tokens and prices', () => {
    assert.equal(amountOf(TIERED, usage(1_000, 500)), 1_000 * 800 + 500 * 3_200);
    assert.equal(amountOf(TIERED, usage(0, 0)), 0);
  });

  it('charges cached input at its own price, and at the full price where there is none', () => {
    assert.equal(amountOf(TIERED, usage(1_000, 0, 400)), 600 * 800 + 400 * 200);
    assert.equal(amountOf(TIERED, usage(40_000, 0, 400)), 40_000 * 1_600);
  });

  it('chooses the tier by the input, for both input and output', () => {
    assert.equal(amountOf(TIERED, usage(32_000, 1)), 32_000 * 800 + 3_200);
    assert.equal(amountOf(TIERED, usage(32_001, 1)), 32_001 * 1_600 + 6_400);
  });

  it('never turns negative when more cached than sent input is reported', () => {
    assert.equal(amountOf(TIERED, usage(100, 0, 1_000)), 100 * 200);
  });

  it('is exact to the last nano-yuan', () => {
    fc.assert(
      fc.property(price, anyUsage, (somePrice, someUsage) => {
        const amount = amountOf(somePrice, someUsage);
        assert.ok(Number.isSafeInteger(amount));
        assert.equal(BigInt(amount), exactAmount(somePrice, someUsage));
      }),
    );
  });
});

describe('rateOf', () => {
  it('is the price of the tier that applied', () => {
    assert.deepEqual(rateOf(TIERED, usage(40_000, 1)), { inputNanoYuan: 1_600, outputNanoYuan: 6_400 });
    assert.equal(rateOf(TIERED, usage(1_000, 1)).cachedInputNanoYuan, 200);
  });
});

describe('worstCaseOf', () => {
  it('uses the most expensive tier that can be reached', () => {
    assert.equal(worstCaseOf(TIERED, 1_000, 100), 1_000 * 800 + 100 * 3_200);
    assert.equal(worstCaseOf(TIERED, 40_000, 100), 40_000 * 1_600 + 100 * 6_400);
  });

  it('considers that a lower tier may be the more expensive one', () => {
    const falling: ModelPrice = {
      ...TIERED,
      tiers: [
        { upToInputTokens: 100, inputNanoYuan: 0, outputNanoYuan: 9 },
        { upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 1 },
      ],
    };
    assert.equal(worstCaseOf(falling, 200, 10), 90);
  });

  it('is at least the cost of any smaller request', () => {
    fc.assert(
      fc.property(price, tokens, tokens, anyUsage, (somePrice, inputLimit, outputLimit, { ...any }) => {
        const inputTokens = Math.min(any.inputTokens, inputLimit);
        const smaller = {
          ...any,
          inputTokens,
          cachedInputTokens: Math.min(any.cachedInputTokens, inputTokens),
          outputTokens: Math.min(any.outputTokens, outputLimit),
        };
        return amountOf(somePrice, smaller) <= worstCaseOf(somePrice, inputLimit, outputLimit);
      }),
    );
  });

  it('is the exact cost of some request within the limits', () => {
    fc.assert(
      fc.property(price, tokens, tokens, (somePrice, inputLimit, outputLimit) => {
        const ends = somePrice.tiers.map(({ upToInputTokens: end }) => Math.min(end ?? Infinity, inputLimit));
        const reachable = ends.flatMap(end => [usage(end, outputLimit), usage(end, outputLimit, end)]);
        const dearest = Math.max(...reachable.map(someUsage => amountOf(somePrice, someUsage)));
        assert.equal(worstCaseOf(somePrice, inputLimit, outputLimit), dearest);
      }),
    );
  });
});
