import assert from 'node:assert/strict';
import fc from 'fast-check';
import { typedTrigger } from '../../../src/webview/chat/suggestions/typedTrigger.ts';

/** Returns the trigger in the text, where `|` marks the cursor. */
function at(marked: string): string | undefined {
  const cursor = marked.indexOf('|');
  const typed = typedTrigger(marked.replace('|', ''), cursor);
  return typed && `${typed.trigger} ${typed.query} ${typed.start}-${typed.end}`;
}

describe('A typed trigger', () => {
  it('is an @ at the start of a word, with the text from it to the cursor', () => {
    assert.equal(at('@|'), '@  0-1');
    assert.equal(at('why @car|'), '@ car 4-8');
    assert.equal(at('why\n@src/car|t.ts is'), '@ src/car 4-12');
    assert.equal(at('(@a|)'), '@ a 1-3');
  });

  it('may follow a Chinese character, as Chinese has no spaces between words', () => {
    assert.equal(at('看看@购物|'), '@ 购物 2-5');
    assert.equal(at('看看，@|'), '@  3-4');
  });

  it('is a / only at the beginning of the text', () => {
    assert.equal(at('/|'), '/  0-1');
    assert.equal(at('/解释|'), '/ 解释 0-3');
    assert.equal(at('  \n/fix|'), '/ fix 3-7');
    assert.equal(at('and /fix|'), undefined);
    assert.equal(at('src/a|'), undefined);
  });

  it('may be a full-width character', () => {
    assert.equal(at('看看＠购|'), '@ 购 2-4');
    assert.equal(at('／解|'), '/ 解 0-2');
  });

  it('is not recognized within a word, such as a mail address', () => {
    for (const text of ['a@b|', 'a.b@c.cn|', '1@2|', 'a_@|', 'x＠y|']) assert.equal(at(text), undefined, text);
  });

  it('ends with its word, and when the cursor leaves it', () => {
    for (const text of ['@a |', '@a\n|', '@a，|', '@a。|', '/fix this|', '|@a', '|/fix', 'a| @b']) {
      assert.equal(at(text), undefined, text);
    }
  });

  it('is not recognized when its word is longer than any name', () => {
    assert.ok(at(`@${'a'.repeat(100)}|`));
    assert.equal(at(`@${'a'.repeat(102)}|`), undefined);
  });

  it('always has the text between the sign and the cursor', () => {
    const text = fc.string({ unit: fc.constantFrom('@', '＠', '/', '／', 'a', '字', ' ', '\n', '，', '.') });
    fc.assert(
      fc.property(text, fc.nat(30), (value, place) => {
        const cursor = Math.min(place, value.length);
        const typed = typedTrigger(value, cursor);
        if (typed === undefined) return;
        assert.equal(typed.end, cursor);
        assert.match(value.charAt(typed.start), typed.trigger === '@' ? /[@＠]/ : /[/／]/);
        assert.equal(value.slice(typed.start + 1, cursor), typed.query);
        assert.doesNotMatch(typed.query, /[\s，]/);
      }),
    );
  });
});
