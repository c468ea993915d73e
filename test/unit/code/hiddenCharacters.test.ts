import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hiddenCharacters, withoutHidden } from '../../../src/core/code/hiddenCharacters.ts';

describe('Hidden characters', () => {
  it('are each reported once', () => {
    assert.deepEqual(hiddenCharacters('a\u202eb\u2066c\u202ed\u200b\ufeff\u00ad\u001b[31m\u{e0041}'), [
      'U+202E',
      'U+2066',
      'U+200B',
      'U+FEFF',
      'U+00AD',
      'U+001B',
      'U+E0041',
    ]);
  });

  it('do not include tabs, line breaks, letters of any script or emoji', () => {
    const text = 'a\tb\r\nc 中文 “é” \u{1f468}\u200d\u{1f469}\u200d\u{1f467} ❤️ می\u200cخواهم ক\u200dষ';
    assert.deepEqual(hiddenCharacters(text), []);
    assert.equal(withoutHidden(text), text);
  });

  it('include joiners with nothing to join', () => {
    assert.deepEqual(hiddenCharacters('a = \u200d1; \u200cb'), ['U+200D', 'U+200C']);
  });

  it('can be removed without removing anything else', () => {
    assert.equal(withoutHidden('if (\u2066a\u2069) /* \u202e */ b\u200b;'), 'if (a) /*  */ b;');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.doesNotMatch(
          withoutHidden(text),
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});
