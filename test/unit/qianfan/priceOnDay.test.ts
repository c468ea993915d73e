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
  it('returns undefined without prices', () => assert.equal(priceOnDay([], DAY), undefined));

  it('takes the only price, even when it has no dates', () => {
    assert.deepEqual(found([price(1)]), [1, false]);
  });

  it('takes the newest price that has begun, from its first day on', () => {
    const prices = [price(2, { validFrom: DAY }), price(1), price(3, { validFrom: '2026-12-01' })];
    assert.deepEqual(found(prices, '2026-11-25'), [1, false]);
    assert.deepEqual(found(prices, DAY), [2, false]);
    assert.deepEqual(found(prices, '2026-12-01'), [3, false]);
  });

  it('takes a temporary offer until its last day, and then the regular price', () => {
    const prices = [price(9), price(1, { validFrom: '2026-11-01', validUntil: DAY })];
    assert.deepEqual(found(prices), [1, false]);
    assert.deepEqual(found(prices, '2026-11-27'), [9, false]);
  });

  it('takes the newest price when all have ended, and marks it as old', () => {
    const ended = [
      price(1, { validFrom: '2025-01-01', validUntil: '2025-12-31' }),
      price(2, { validFrom: '2026-01-01', validUntil: '2026-06-30' }),
    ];
    assert.deepEqual(found(ended), [2, true]);
  });

  it('takes the earliest price when none has begun, and marks it as old', () => {
    const announced = [price(2, { validFrom: '2027-02-01' }), price(1, { validFrom: '2027-01-01' })];
    assert.deepEqual(found(announced), [1, true]);
  });

  it('marks a price as old when it was read more than a year ago', () => {
    assert.deepEqual(found([price(1, { asOf: '2025-11-26' })]), [1, false]);
    assert.deepEqual(found([price(1, { asOf: '2025-11-25' })]), [1, true]);
    assert.deepEqual(found([price(1, { asOf: '' })]), [1, false]);
  });

  it('always finds a price, independent of the order', () => {
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
  it('changes at midnight in China', () => {
    assert.equal(chinaDay(Date.parse('2026-11-26T15:59:59.999Z')), '2026-11-26');
    assert.equal(chinaDay(Date.parse('2026-11-26T16:00:00Z')), '2026-11-27');
  });
});
