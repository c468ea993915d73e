import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { countTokens, tokenSpans } from '../../support/simulator/tokenizer.ts';

describe('simulator: tokenizer', () => {
  const cases: readonly [string, number][] = [
    ['', 0],
    ['   \t', 0],
    ['你好', 2],
    ['これは', 3],
    ['abcd', 1],
    ['abcde', 2],
    ['abcdefghij', 3],
    ['ab12 cd', 2],
    ['a.b', 3],
    ['你a好', 3],
    ['\n\n', 2],
    ['😀!', 2],
    ['函数foo()，返回', 8],
  ];
  for (const [text, tokens] of cases)
    it(`counts ${JSON.stringify(text)} as ${tokens}`, () => assert.equal(countTokens(text), tokens));

  it('never counts more tokens than UTF-8 bytes, and returns as many spans', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        assert.ok(countTokens(text) <= Buffer.byteLength(text));
        assert.equal(tokenSpans(text).length, countTokens(text));
      }),
    );
  });
});
