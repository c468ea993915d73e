import assert from 'node:assert/strict';

import fc from 'fast-check';

import { nanoYuanPerToken } from '../../../src/core/qianfan/nanoYuanPerToken.ts';

describe('A price in CNY per 1,000 tokens', () => {
  it('is converted to nano-yuan per token exactly', () => {
    const prices: Record<string, number> = {
      '0.004': 4000,
      '0.0008': 800,
      '0.0002': 200,
      '12': 12_000_000,
      '0': 0,
      ' 0.018 ': 18_000,
    };
    for (const [text, nano] of Object.entries(prices)) assert.equal(nanoYuanPerToken(text), nano, text);
    assert.equal(nanoYuanPerToken(0.0008), 800);
    assert.equal(nanoYuanPerToken(1e-6), 1);
    assert.equal(nanoYuanPerToken(1e-7), 1);
  });

  it('is exact for every whole number of nano-yuan', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), nano => {
        const digits = String(nano).padStart(7, '0');
        assert.equal(nanoYuanPerToken(`${digits.slice(0, -6)}.${digits.slice(-6)}`), nano);
      }),
    );
  });

  it('is rounded up when it is finer', () => {
    assert.equal(nanoYuanPerToken('0.0000001'), 1);
    assert.equal(nanoYuanPerToken('0.00400000001'), 4001);
    assert.equal(nanoYuanPerToken('0.0040000000'), 4000);
  });

  it('is undefined when it is not a price', () => {
    for (const none of [
      '',
      '-1',
      '0,004',
      '1e-3',
      'free',
      '0x10',
      '.5',
      null,
      undefined,
      {},
      Number.NaN,
      -1,
      Infinity,
    ]) {
      assert.equal(nanoYuanPerToken(none), undefined, JSON.stringify(none));
    }
  });
});
