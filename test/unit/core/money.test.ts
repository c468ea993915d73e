import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatYuan, formatYuanAtMost, formatYuanRange } from '../../../src/core/money.ts';

describe('Amounts of money', () => {
  it('have four decimals below one yuan, and two from there on', () => {
    const cases: [nano: number, text: string][] = [
      [0, '¥0.0000'],
      [1, '<¥0.0001'],
      [49_999, '<¥0.0001'],
      [50_000, '¥0.0001'],
      [12_300_000, '¥0.0123'],
      [999_940_000, '¥0.9999'],
      [999_960_000, '¥1.00'],
      [1_000_000_000, '¥1.00'],
      [1_234_567_890, '¥1.23'],
    ];
    for (const [nano, text] of cases) assert.equal(formatYuan(nano), text);
  });

  it('are rounded up where they state a maximum', () => {
    const cases: [nano: number, text: string][] = [
      [0, '¥0.0000'],
      [1, '¥0.0001'],
      [100_000, '¥0.0001'],
      [100_001, '¥0.0002'],
      [999_900_001, '¥1.00'],
      [1_183_400_000, '¥1.19'],
      [1_190_000_000, '¥1.19'],
    ];
    for (const [nano, text] of cases) assert.equal(formatYuanAtMost(nano), text);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), nano => {
        const shown =
          BigInt(formatYuanAtMost(nano).replace(/[¥.]/g, '')) * (nano < 999_900_001 ? 100_000n : 10_000_000n);
        assert.ok(shown >= BigInt(nano) && shown < BigInt(nano) + 10_000_000n);
      }),
    );
  });

  it('are formatted as a range that is rounded outward to two significant digits', () => {
    const cases: [least: number, most: number, text: string][] = [
      [4_120_000, 21_800_000, '¥0.0041–0.0220'],
      [4_000_000, 20_000_000, '¥0.0040–0.0200'],
      [4_010_000, 4_090_000, '¥0.0040–0.0041'],
      [4_000_000, 4_000_000, '¥0.0040'],
      [80_000_000, 200_000_000, '¥0.08–0.20'],
      [41_000_000, 220_000_000, '¥0.0410–0.2200'],
      [412_345_678, 1_201_000_000, '¥0.41–1.30'],
      [1_200_000_000, 12_345_678_900, '¥1.20–13.00'],
      [999_000_000, 1_000_000_000, '¥0.99–1.00'],
      [10_000, 250_000, '≤¥0.0003'],
      [0, 250_000, '≤¥0.0003'],
      [10_000, 90_000, '¥0.0001'],
      [10_000, 20_000, '<¥0.0001'],
    ];
    for (const [least, most, text] of cases) assert.equal(formatYuanRange(least, most), text);
  });
});
