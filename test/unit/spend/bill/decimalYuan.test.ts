import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readYuan } from '../../../../src/core/spend/bill/decimalYuan.ts';

describe('Reading an amount of a bill', () => {
  const amounts: readonly (readonly [value: unknown, nanoYuan: number])[] = [
    ['12.34', 12_340_000_000],
    [850, 850_000_000_000],
    [0.1 + 0.2, 300_000_000],
    ['0.000000001', 1],
    ['0.0000000004', 0],
    ['0.0000000005', 1],
    ['-0.0000000005', -1],
    ['1E-7', 100],
    ['1.5e-9', 2],
    [1e-7, 100],
    ['1E3', 1_000_000_000_000],
    ['¥1,234.5', 1_234_500_000_000],
    ['￥ 12.34', 12_340_000_000],
    ['-¥3', -3_000_000_000],
    ['12.34元', 12_340_000_000],
    ['CNY 7', 7_000_000_000],
    ['１２．５', 12_500_000_000],
    ['.5', 500_000_000],
    ['5.', 5_000_000_000],
    ['+2', 2_000_000_000],
    ['−2', -2_000_000_000],
    ['0', 0],
    ['-0.00', 0],
    ['0e99', 0],
  ];
  for (const [value, nanoYuan] of amounts)
    it(`takes ${JSON.stringify(value)} as ${nanoYuan} nano-yuan`, () => assert.equal(readYuan(value), nanoYuan));

  const others = [
    '',
    ' ',
    '-',
    '--',
    '.',
    '12,34',
    '1.2.3',
    '=1+1',
    'NaN',
    '免费',
    '1e',
    '9'.repeat(20),
    '1e300',
    null,
    {},
    true,
  ];
  for (const value of others)
    it(`takes ${JSON.stringify(value)} for no amount`, () => assert.equal(readYuan(value), undefined));

  it('is exact with nine decimals, from a string and from a JSON number of fifteen digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), nano => {
        const digits = (nano < 0n ? -nano : nano).toString().padStart(10, '0');
        const text = `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
        assert.equal(readYuan(text), Number(nano));
        assert.equal(readYuan(JSON.parse(text)), Number(nano));
      }),
    );
  });
});
