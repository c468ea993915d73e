import assert from 'node:assert/strict';
import type { ModelPrice } from '../../../src/core/money.ts';
import { priceRatio } from '../../../src/core/priceRatio.ts';

const price = (inputNanoYuan: number, outputNanoYuan: number): ModelPrice => ({
  tiers: [{ upToInputTokens: null, inputNanoYuan, outputNanoYuan }],
  source: 'test',
  asOf: '',
});

describe('The ratio of two prices', () => {
  it('is the higher of the ratios of input and output', () => {
    assert.equal(priceRatio(price(2_000, 4_000), price(1_000, 8_000)), 2);
    assert.equal(priceRatio(price(500, 4_000), price(1_000, 2_000)), 2);
    assert.equal(priceRatio(price(500, 1_000), price(1_000, 2_000)), 0.5);
  });

  it('is unknown with an unknown price, which is not the same as free', () => {
    assert.equal(priceRatio(undefined, price(1, 1)), undefined);
    assert.equal(priceRatio(price(1, 1), undefined), undefined);
    assert.equal(priceRatio(price(0, 0), price(0, 0)), 1);
    assert.equal(priceRatio(price(0, 0), price(1, 1)), 0);
    assert.equal(priceRatio(price(1, 1), price(0, 0)), Infinity);
  });
});
