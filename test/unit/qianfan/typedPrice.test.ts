import assert from 'node:assert/strict';
import { parseTypedPrice } from '../../../src/core/qianfan/typedPrice.ts';

describe('parseTypedPrice', () => {
  for (const text of ['4, 18', ' 4,18 ', '4 18', '4  /  18', '¥4, ¥18', '￥4，￥18', '4、18', '4；18', '4.0／18.00']) {
    it(`reads “${text}”`, () => assert.deepEqual(parseTypedPrice(text), { input: 4, output: 18 }));
  }

  it('reads fractions and zeros', () => {
    assert.deepEqual(parseTypedPrice('.8, 3.2'), { input: 0.8, output: 3.2 });
    assert.deepEqual(parseTypedPrice('0, 0'), { input: 0, output: 0 });
  });

  for (const text of ['', '4', '4,', '4, 18, 3', '-4, 18', '4, x', '1e3, 2', '4.., 18', '100001, 2', '4 元, 18']) {
    it(`reads nothing in “${text}”`, () => assert.equal(parseTypedPrice(text), undefined));
  }
});
