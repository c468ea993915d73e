import assert from 'node:assert/strict';
import { compactTokens } from '../../../../src/host/chat/compactTokens.ts';

describe('A compact token count', () => {
  for (const [tokens, text] of [
    [0, '0'],
    [999, '999'],
    [1_000, '1k'],
    [1_234, '1.2k'],
    [9_960, '10k'],
    [31_234, '31k'],
    [131_072, '128k'],
    [128_000, '128k'],
    [32_000, '32k'],
    [8_192, '8k'],
  ] as const) {
    it(`are ${text} for ${tokens}`, () => {
      assert.equal(compactTokens(tokens), text);
    });
  }
});
