import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatYuan, formatYuanAtMost } from '../../../src/core/money.ts';

describe('amounts of money', () => {
  it('have four decimals below one yuan and two from there on', () => {
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

  it('are never shown as less than they are where the most is named', () => {
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
});
