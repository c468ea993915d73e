import assert from 'node:assert/strict';
import { formatYuan } from '../../../src/core/money.ts';

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
});
