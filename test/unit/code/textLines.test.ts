import assert from 'node:assert/strict';
import { firstLines, positionIn, positionsIn } from '../../../src/core/code/textLines.ts';

describe('Positions in a text', () => {
  it('are counted by line, whatever the line endings', () => {
    const text = 'a\r\nbc\n\rd';
    const positionOf = positionsIn(text);
    const found = Array.from({ length: text.length + 1 }, (_, offset) => positionOf(offset));
    assert.deepEqual(
      found.map(({ line, character }) => `${line}:${character}`),
      ['0:0', '0:1', '0:2', '1:0', '1:1', '1:2', '2:0', '3:0', '3:1'],
    );
    assert.deepEqual(positionIn('', 0), { line: 0, character: 0 });
  });
});

describe('The first lines of a text', () => {
  it('are complete, so that nothing in them is cut in two', () => {
    assert.equal(firstLines('ab\ncd\nef\n', 7), 'ab\ncd\n');
    assert.equal(firstLines('ab\ncd\n', 6), 'ab\ncd\n');
    assert.equal(firstLines('ab\ncd\n', 5), 'ab\n');
  });

  it('are the beginning of the first line when that is too long, in whole characters', () => {
    assert.equal(firstLines('abcdef', 3), 'abc');
    assert.ok(firstLines('ab😀😀', 3).isWellFormed());
  });
});
