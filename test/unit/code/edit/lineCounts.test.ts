import assert from 'node:assert/strict';
import { lineCounts, proposedHunks } from '../../../../src/core/code/edit/hunks.ts';

const CASES: readonly (readonly [what: string, before: string, after: string, counts: readonly [number, number]])[] = [
  ['several lines for one', 'a\nb\nc\nd\n', 'a\nx y\nd\n', [2, 1]],
  ['a part of a line', 'one two\n', 'one 2 two\n', [1, 1]],
  ['a new line', 'a\nb\n', 'a\nnew\nb\n', [0, 1]],
  ['a new line at the end', 'a\n', 'a\nnew\n', [0, 1]],
  ['a line that goes', 'a\r\nb\r\nc\r\n', 'a\r\nc\r\n', [1, 0]],
  ['the first code of a file', '', 'a\nb\n', [0, 2]],
  ['the last line, without an end', 'a\nb', 'a\nc', [1, 1]],
];

describe('The changed lines of a hunk', () => {
  for (const [what, before, after, [old, fresh]] of CASES) {
    it(`are counted for ${what}`, () => {
      const proposed = proposedHunks(before, 0, before.length, after, '\n');
      const [hunk] = proposed.hunks;
      assert.ok(hunk);
      assert.deepEqual(lineCounts(proposed, hunk), { before: old, after: fresh });
    });
  }
});
