import assert from 'node:assert/strict';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { EntrySeal } from '../../../../src/core/cache/workspace/entrySeal.ts';
import { keyOf } from './answerWindows.ts';

describe('EntrySeal', () => {
  it('is the HMAC-SHA-256 of key, expiry and value with a derived key, for values of any length', () => {
    const sealingKey = randomBytes(32);
    const seal = new EntrySeal(sealingKey);
    const derived = Buffer.from(hkdfSync('sha256', sealingKey, '', 'answers', 32));
    // Alternates long and short values, because the buffer is reused.
    for (const length of [100, 0, 70_000, 1, 65_400, 3]) {
      const value = randomBytes(length);
      const mac = createHmac('sha256', derived)
        .update(`${keyOf('q')} 1800000000000 `)
        .update(value)
        .digest('hex');
      assert.equal(seal.macOf(keyOf('q'), 1_800_000_000_000, value), mac.slice(0, 32));
    }
  });

  it('differs by key, expiry, value and secret', () => {
    const value = Buffer.from('value');
    const seal = new EntrySeal(new Uint8Array(32).fill(1));
    const macs = [
      seal.macOf(keyOf('q'), 1, value),
      seal.macOf(keyOf('Q'), 1, value),
      seal.macOf(keyOf('q'), 2, value),
      seal.macOf(keyOf('q'), 1, Buffer.from('Value')),
      new EntrySeal(new Uint8Array(32).fill(2)).macOf(keyOf('q'), 1, value),
    ];
    assert.equal(new Set(macs).size, macs.length);
  });

  it('rejects a secret that is too short', () => {
    assert.throws(() => new EntrySeal(new Uint8Array(31)), RangeError);
  });
});
