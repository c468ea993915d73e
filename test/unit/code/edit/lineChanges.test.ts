import assert from 'node:assert/strict';
import { lineChanges } from '../../../../src/core/code/edit/lineChanges.ts';
import { linesOf, positionIn, usualEnd } from '../../../../src/core/code/textLines.ts';

function changes(old: string, fresh: string): readonly string[] {
  return lineChanges(linesOf(old), linesOf(fresh)).map(
    ({ oldStart, oldEnd, newStart, newEnd }) => `${oldStart}-${oldEnd}>${newStart}-${newEnd}`,
  );
}

describe('Line changes', () => {
  it('are separate when an unchanged line is between them', () => {
    assert.deepEqual(changes('a\nb\nc\nd\n', 'A\nb\nc\nD\ne\n'), ['0-1>0-1', '3-4>3-5']);
    assert.deepEqual(changes('a\nb\nc\n', 'a\nc\n'), ['1-2>1-1']);
    assert.deepEqual(changes('a\nc\n', 'a\nb\nc\n'), ['1-1>1-2']);
    assert.deepEqual(changes('', 'a\n'), ['0-0>0-1']);
    assert.deepEqual(changes('a\n', ''), ['0-1>0-0']);
  });

  it('ignore the kind of line ending, but not a missing line ending', () => {
    assert.deepEqual(changes('a\r\nb\r\n', 'a\nb\n'), []);
    assert.deepEqual(changes('a\nb', 'a\nb\n'), ['1-2>1-2']);
  });
});

describe('The lines of a text', () => {
  it('keep their line endings', () => {
    assert.deepEqual(linesOf('a\r\nb\rc\n\nd'), ['a\r\n', 'b\r', 'c\n', '\n', 'd']);
    assert.deepEqual(linesOf(''), []);
  });

  it('have the most common line ending as the usual one', () => {
    assert.equal(usualEnd('a\r\nb\r\nc\n'), '\r\n');
    assert.equal(usualEnd('a\nb\nc\r\n'), '\n');
    assert.equal(usualEnd('a\rb\r'), '\r');
    assert.equal(usualEnd('a'), '\n');
  });

  it('are counted as VS Code counts them', () => {
    assert.deepEqual(positionIn('a\r\nbc', 4), { line: 1, character: 1 });
    assert.deepEqual(positionIn('a\rb\n', 4), { line: 2, character: 0 });
  });
});
