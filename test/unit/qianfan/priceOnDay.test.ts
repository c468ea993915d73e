import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelPrice } from '../../../src/core/money.ts';
import { chinaDay } from '../../../src/core/qianfan/chinaDay.ts';
import { priceOnDay } from '../../../src/core/qianfan/priceOnDay.ts';

const DAY = '2026-11-26';

function price(inputNanoYuan: number, dates: Partial<ModelPrice> = {}): ModelPrice {
  const tiers = [{ upToInputTokens: null, inputNanoYuan, outputNanoYuan: 1 }];
  return { tiers, source: 's', asOf: '2026-09-24', ...dates };
}

const found = (prices: readonly ModelPrice[], day = DAY) => {
  const { price: chosen, isOld } = priceOnDay(prices, day) ?? assert.fail('no price');
  return [chosen.tiers[0]?.inputNanoYuan, isOld];
};

describe('priceOnDay', () => {
  it('knows no price where there is none', () => assert.equal(priceOnDay([], DAY), undefined));

  it('takes the only one, which holds until somebody knows better', () => {
    assert.deepEqual(found([price(1)]), [1, false]);
  });

  it('takes the newest that has begun, from its first day on', () => {
    const prices = [price(2, { validFrom: DAY }), price(1), price(3, { validFrom: '2026-12-01' })];
    assert.deepEqual(found(prices, '2026-11-25'), [1, false]);
    assert.deepEqual(found(prices, DAY), [2, false]);
    assert.deepEqual(found(prices, '2026-12-01'), [3, false]);
  });

  it('takes an offer until its last day, and the ordinary price after it', () => {
    const prices = [price(9), price(1, { validFrom: '2026-11-01', validUntil: DAY })];
    assert.deepEqual(found(prices), [1, false]);
    assert.deepEqual(found(prices, '2026-11-27'), [9, false]);
  });

  it('takes the newest where none holds any more, and calls it old', () => {
    const ended = [
      price(1, { validFrom: '2025-01-01', validUntil: '2025-12-31' }),
      price(2, { validFrom: '2026-01-01', validUntil: '2026-06-30' }),
    ];
    assert.deepEqual(found(ended), [2, true]);
  });

  it('takes the first to begin where none has begun', () => {
    const announced = [price(2, { validFrom: '2027-02-01' }), price(1, { validFrom: '2027-01-01' })];
    assert.deepEqual(found(announced), [1, true]);
  });

  it('calls a price old that was read more than a year ago', () => {
    assert.deepEqual(found([price(1, { asOf: '2025-11-26' })]), [1, false]);
    assert.deepEqual(found([price(1, { asOf: '2025-11-25' })]), [1, true]);
    assert.deepEqual(found([price(1, { asOf: '' })]), [1, false]);
  });

  it('depends on no order, and always finds one where there is one', () => {
    const day = fc.integer({ min: 0, max: 1_500 }).map(days => chinaDay(Date.UTC(2024, 0, 1) + days * 86_400_000));
    const any = fc.tuple(day, fc.option(day, { nil: undefined })).map(([validFrom, validUntil]) => ({
      ...price(1, { validFrom }),
      ...(validUntil !== undefined && { validUntil }),
    }));
    const list = fc.uniqueArray(any, { minLength: 1, maxLength: 5, selector: ({ validFrom }) => validFrom });
    fc.assert(
      fc.property(list, day, (prices, today) => {
        const one = priceOnDay(prices, today);
        assert.ok(one !== undefined);
        assert.deepEqual(priceOnDay(prices.toReversed(), today), one);
      }),
    );
  });
});

describe('chinaDay', () => {
  it('begins at midnight in China', () => {
    assert.equal(chinaDay(Date.parse('2026-11-26T15:59:59.999Z')), '2026-11-26');
    assert.equal(chinaDay(Date.parse('2026-11-26T16:00:00Z')), '2026-11-27');
  });
});
