import assert from 'node:assert/strict';

import fc from 'fast-check';

import { printable } from '../../../src/core/qianfan/printable.ts';

describe('Printable text', () => {
  it('contains no control, bidirectional or invisible characters, and respects the length', () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\u001b', '\u0000', '\n', '\u009b', '\u202e', '\u200b', '\ufeff', '汉', '😀', 'a', ' '),
        fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)),
      ),
    });
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 80 }), (text, length) => {
        const clean = printable(text, length);
        assert.doesNotMatch(clean, /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
        assert.ok([...clean].length <= length);
      }),
    );
  });

  it('keeps ordinary text and marks truncation', () => {
    assert.equal(printable(' 你好 \u001b[31m world\n', 80), '你好 [31m world');
    assert.equal(printable('😀😀😀', 2), '😀…');
  });
});
