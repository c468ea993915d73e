import assert from 'node:assert/strict';
import { balanceLine } from '../../src/host/usage/balanceLine.ts';
import { differenceYuan, signedYuan } from '../../src/host/usage/signedYuan.ts';
import { inChinese } from './inChinese.ts';

const YUAN = 1_000_000_000;
const MINUTE_MS = 60_000;

describe('The balance of the account', () => {
  it('is shown with its age, in both languages', () => {
    const known = { nanoYuan: 12.34 * YUAN, readAtMs: 1_000 };
    const line = (ageMs: number) => () => balanceLine(known, known.readAtMs + ageMs);
    const lines = [0, 5 * MINUTE_MS].map(ageMs => [line(ageMs)(), inChinese(line(ageMs))]);
    assert.deepEqual(lines, [
      ['Account balance: ¥12.34', '账户余额：¥12.34'],
      ['Account balance: ¥12.34 (5 minutes ago)', '账户余额：¥12.34（5 分钟前）'],
    ]);
  });

  it('may be negative', () => {
    assert.equal(balanceLine({ nanoYuan: -0.5 * YUAN, readAtMs: 0 }, 0), 'Account balance: -¥0.5000');
  });

  it('is formatted like other amounts', () => {
    assert.deepEqual([1.5 * YUAN, 0, -1.5 * YUAN].map(signedYuan), ['¥1.50', '¥0.0000', '-¥1.50']);
    assert.deepEqual([1.5 * YUAN, 0, -1.5 * YUAN].map(differenceYuan), ['+¥1.50', '¥0.0000', '-¥1.50']);
  });
});
