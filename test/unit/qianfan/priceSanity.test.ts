import assert from 'node:assert/strict';
import fc from 'fast-check';
import { catalogueModels, findModel } from '../../../src/core/qianfan/catalogue.ts';
import { findOwnPrice, type OwnPrice } from '../../../src/core/qianfan/ownPrices.ts';
import { priceSlip, withoutSlip } from '../../../src/core/qianfan/priceSanity.ts';

/** 4 CNY input and 18 CNY output per million tokens. */
const LIST = findModel('ernie-5.1')?.price;

const own = (input: number, output: number, unit: OwnPrice['unit'] = 'perMillion'): OwnPrice => ({
  unit,
  input,
  output,
});

describe('priceSlip', () => {
  it('detects prices per thousand tokens entered as per million', () => {
    assert.equal(priceSlip(own(0.004, 0.018), LIST), 'tooLow');
  });

  it('detects prices per million tokens entered as per thousand', () => {
    assert.equal(priceSlip(own(4, 18, 'perThousand'), LIST), 'tooHigh');
  });

  it('accepts the list price in either unit', () => {
    assert.equal(priceSlip(own(4, 18), LIST), undefined);
    assert.equal(priceSlip(own(0.004, 0.018, 'perThousand'), LIST), undefined);
  });

  it('accepts discounts, surcharges and old prices', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), share =>
        assert.equal(priceSlip(own(4 * share, 18 * share), LIST), undefined),
      ),
    );
  });

  it('requires both prices to be off, and accepts free models', () => {
    assert.equal(priceSlip(own(0.004, 18), LIST), undefined);
    assert.equal(priceSlip(own(4, 0.018), LIST), undefined);
    assert.equal(priceSlip(own(0, 0), LIST), undefined);
    assert.equal(priceSlip(own(0, 0.018), LIST), 'tooLow');
  });

  it('checks the base price instead of the user-defined tiers', () => {
    const tiers = [{ upToInputTokens: 1_000, input: 4, output: 18 }];
    assert.equal(priceSlip({ ...own(0.004, 0.018), tiers }, LIST), 'tooLow');
  });

  it('detects only implausible prices for a model without a list price', () => {
    assert.equal(priceSlip(own(0.004, 0.018), undefined), 'tooLow');
    assert.equal(priceSlip(own(4_000, 18_000), undefined), 'tooHigh');
    for (const [input, output] of [
      [0.2, 0.4],
      [40, 120],
      [35, 540],
      [0, 0],
    ] as const) {
      assert.equal(priceSlip(own(input, output), undefined), undefined, `${output}`);
    }
  });

  it('accepts every model of the catalogue', () => {
    for (const { id, price } of catalogueModels) {
      const tier = price?.tiers[0] ?? assert.fail(id);
      const same = own(tier.inputNanoYuan / 1_000, tier.outputNanoYuan / 1_000);
      assert.equal(priceSlip(same, price), undefined, id);
      assert.equal(priceSlip(same, undefined), undefined, id);
      assert.equal(priceSlip(own(same.input / 1_000, same.output / 1_000), price), 'tooLow', id);
    }
  });
});

describe('withoutSlip', () => {
  it('keeps the numbers and changes the unit when the unit was wrong', () => {
    assert.deepEqual(withoutSlip(own(0.004, 0.018), 'tooLow'), own(0.004, 0.018, 'perThousand'));
    assert.deepEqual(withoutSlip(own(4, 18, 'perThousand'), 'tooHigh'), own(4, 18));
  });

  it('otherwise scales the numbers including tiers, without floating-point noise', () => {
    const typed: OwnPrice = {
      ...own(0.000_004, 0.000_018, 'perThousand'),
      cachedInput: 0.000_001,
      tiers: [{ upToInputTokens: 1_000, input: 0.000_003, output: 0.000_007 }],
    };
    assert.deepEqual(withoutSlip(typed, 'tooLow'), {
      ...own(0.004, 0.018, 'perThousand'),
      cachedInput: 0.001,
      tiers: [{ upToInputTokens: 1_000, input: 0.003, output: 0.007 }],
    });
    assert.deepEqual(withoutSlip(own(4_000, 18_000), 'tooHigh'), own(4, 18));
  });

  it('produces a price that has no slip', () => {
    for (const price of [own(0.004, 0.018), own(4, 18, 'perThousand'), own(4_000, 18_000)]) {
      const slip = priceSlip(price, LIST) ?? assert.fail('no slip');
      const right = withoutSlip(price, slip);
      assert.equal(priceSlip(right, LIST), undefined);
      assert.deepEqual(findOwnPrice({ m: right }, 'm')?.tiers, [
        { upToInputTokens: null, inputNanoYuan: 4_000, outputNanoYuan: 18_000 },
      ]);
    }
  });
});
