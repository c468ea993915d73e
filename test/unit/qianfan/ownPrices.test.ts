import assert from 'node:assert/strict';
import { findOwnPrice, parseOwnPrices } from '../../../src/core/qianfan/ownPrices.ts';

const priced = (price: unknown) => parseOwnPrices({ 'my-model': price });

describe('Own prices', () => {
  it('are converted to whole nano-yuan per token, whatever the unit and floating-point errors', () => {
    const cases: readonly (readonly [unit: string, yuan: number, nanoYuan: number])[] = [
      ['perMillion', 0.8, 800],
      ['perMillion', 0.285, 285],
      ['perMillion', 1.1, 1_100],
      ['perThousand', 0.0008, 800],
      ['perThousand', 0.018, 18_000],
      ['perMillion', 0, 0],
    ];
    for (const [unit, yuan, nanoYuan] of cases) {
      const prices = priced({ unit, input: yuan, output: yuan });
      assert.ok(prices);
      assert.deepEqual(findOwnPrice(prices, 'My-Model')?.tiers, [
        { upToInputTokens: null, inputNanoYuan: nanoYuan, outputNanoYuan: nanoYuan },
      ]);
    }
  });

  it('are rounded up when they are finer than one nano-yuan per token', () => {
    const prices = priced({ unit: 'perMillion', input: 0.0001, output: 0.0014 });
    assert.deepEqual(prices && findOwnPrice(prices, 'my-model')?.tiers, [
      { upToInputTokens: null, inputNanoYuan: 1, outputNanoYuan: 2 },
    ]);
  });

  it('may have tiers for shorter questions and a price for cached input', () => {
    const prices = priced({
      unit: 'perMillion',
      input: 6,
      cachedInput: 1.5,
      output: 22,
      tiers: [{ upToInputTokens: 32_000, input: 4, output: 18 }],
    });
    assert.deepEqual(prices && findOwnPrice(prices, 'my-model'), {
      tiers: [
        { upToInputTokens: 32_000, inputNanoYuan: 4_000, outputNanoYuan: 18_000 },
        { upToInputTokens: null, inputNanoYuan: 6_000, cachedInputNanoYuan: 1_500, outputNanoYuan: 22_000 },
      ],
      source: 'wenxin.prices',
      asOf: '',
    });
  });

  it('are rejected as a whole when any part is invalid', () => {
    const good = { unit: 'perMillion', input: 1, output: 1 };
    assert.deepEqual(priced(good), { 'my-model': good });
    const tier = { upToInputTokens: 10, input: 1, output: 1 };
    const bad: readonly unknown[] = [
      { ...good, unit: 'perToken' },
      { ...good, input: -1 },
      { ...good, input: '1' },
      { ...good, output: NaN },
      { ...good, output: Infinity },
      { unit: 'perMillion', input: 1 },
      { ...good, outptu: 3 },
      { ...good, tiers: [tier, tier] },
      { ...good, tiers: [{ ...tier, upToInputTokens: 0 }] },
      null,
      3,
    ];
    for (const price of bad) assert.equal(priced(price), undefined, JSON.stringify(price));
    assert.equal(parseOwnPrices([good]), undefined);
    assert.equal(parseOwnPrices('free'), undefined);
  });

  it('are not found for properties of every object', () => {
    assert.equal(findOwnPrice({}, 'constructor'), undefined);
  });
});
