import assert from 'node:assert/strict';
import {
  afterAccepting,
  afterRejecting,
  placeInProposed,
  type Proposed,
  proposedText,
} from '../../../../src/core/code/edit/hunks.ts';
import { proposedEdit, textSoFar } from '../../../../src/core/code/edit/newText.ts';
import { withLineFeeds } from '../../../../src/core/code/findCode.ts';
import type { SmallEdit } from '../../../../src/core/code/smallestEdit.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { generatedEdits } from './generatedEdits.ts';

/** Returns the text before, between and after the hunks, which must not change. */
function outside(text: string, places: readonly { readonly start: number; readonly end: number }[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of places) {
    pieces.push(text.slice(at, start));
    at = end;
  }
  return [...pieces, text.slice(at)];
}

function withoutHunk(hunks: readonly SmallEdit[], at: number): readonly SmallEdit[] {
  return hunks.filter((_, index) => index !== at);
}

const CASES = generatedEdits(300);

describe('An edit', () => {
  it('is tested with more than 200 cases that change something, many of them in several places', () => {
    const counts = CASES.map(each => proposedEdit(each, each.code).hunks.length);
    assert.ok(counts.filter(count => count > 0).length > 200, String(counts));
    assert.ok(counts.filter(count => count > 1).length > 80, String(counts));
  });

  for (const each of CASES) {
    const { name, before, start, end, code } = each;
    it(`leaves everything outside of its places as it is, whichever are accepted (${name})`, () => {
      const proposed = proposedEdit(each, code);
      const { hunks } = proposed;
      for (const [index, hunk] of hunks.entries()) {
        assert.ok(hunk.start >= start && hunk.end <= end, 'within the selection');
        assert.ok(index === 0 || (hunks[index - 1]?.end ?? 0) < hunk.start, 'apart from the one before');
      }
      const after = proposedText(proposed);
      const places = hunks.map(hunk => placeInProposed(proposed, hunk));
      assert.deepEqual(outside(after, places), outside(before, hunks));
      for (const [index, hunk] of hunks.entries()) {
        const { start: from, end: to } = places[index] ?? { start: 0, end: 0 };
        assert.equal(after.slice(from, to), hunk.text);
      }
      for (const [index, hunk] of hunks.entries()) {
        const only = afterAccepting(proposed, [hunk]);
        assert.deepEqual(
          outside(only.before, [placeInProposed({ before, hunks: [hunk] }, hunk)]),
          outside(before, [hunk]),
        );
        assert.equal(proposedText(only), after, 'the others are still proposed');
        const others = afterRejecting(proposed, hunk);
        assert.deepEqual(others, { before, hunks: withoutHunk(hunks, index) });
      }
    });
  }

  it('has the same result in any order of accepting and rejecting', () => {
    const random = seededRandom(3);
    for (const each of CASES) {
      const all = proposedEdit(each, each.code);
      const wanted = all.hunks.map(() => random() < 0.5);
      const expected = proposedText({ before: each.before, hunks: all.hunks.filter((_, index) => wanted[index]) });
      let left: Proposed = all;
      let open = wanted;
      while (left.hunks.length > 0) {
        const index = Math.floor(random() * left.hunks.length);
        const hunk = left.hunks[index];
        assert.ok(hunk);
        left = open[index] === true ? afterAccepting(left, [hunk]) : afterRejecting(left, hunk);
        open = open.filter((_, at) => at !== index);
      }
      assert.equal(left.before, expected, each.name);
    }
  });

  it('leaves everything outside the selection unchanged while it is streamed', () => {
    for (const each of CASES) {
      const { name, before, start, end, code } = each;
      const lines = code.split('\n');
      for (let count = 0; count <= lines.length; count++) {
        const shown = textSoFar(each, lines.slice(0, count).join('\n'));
        assert.ok(shown.startsWith(before.slice(0, start)) && shown.endsWith(before.slice(end)), name);
      }
    }
  });

  it('gives new lines the most common line ending of the file, and keeps those of existing lines', () => {
    const before = 'a\r\nb\nc\r\nd\r\n';
    const proposed = proposedEdit({ before, start: 0, end: before.length }, 'a\nb\nnew\nc\nD');
    assert.equal(proposedText(proposed), 'a\r\nb\nnew\r\nc\r\nD\r\n');
    assert.equal(proposed.hunks.length, 2);
  });

  it('keeps a last line without a line ending that way', () => {
    const before = 'one\ntwo';
    assert.equal(proposedText(proposedEdit({ before, start: 4, end: 7 }, 'zwei\ndrei\n')), 'one\nzwei\ndrei');
  });

  it('restores the indentation that a model left out', () => {
    const before = 'class A {\n\tone() {\n\t\treturn 1;\n\t}\n}\n';
    const start = before.indexOf('\tone');
    const end = before.indexOf('}\n}') + 2;
    const proposed = proposedEdit({ before, start, end }, 'one() {\n\treturn 2;\n}');
    assert.equal(proposedText(proposed), before.replace('1', '2'));
    assert.deepEqual(
      proposed.hunks.map(({ text }) => text),
      ['2'],
    );
  });

  it('deletes the selected lines when the block is empty', () => {
    const before = 'a\nb\nc\n';
    assert.equal(proposedText(proposedEdit({ before, start: 2, end: 4 }, '')), 'a\nc\n');
  });

  it('proposes nothing when only line endings would change', () => {
    const before = 'a\r\nb\r\n';
    assert.deepEqual(proposedEdit({ before, start: 0, end: before.length }, 'a\nb').hunks, []);
  });

  const insertions = [
    ['into an empty file', '', 0, 'x\n'],
    ['before a line', 'a\nb\n', 2, 'a\nx\nb\n'],
    ['on an empty line', 'a\n\nb\n', 2, 'a\nx\nb\n'],
    ['behind the last line', 'a\n', 2, 'a\nx\n'],
    ['at the end of a line', 'a\nb\n', 1, 'a\nx\nb\n'],
    ['at the end of a last line without an end', 'a', 1, 'a\nx'],
    ['behind an indentation', 'if a:\n    b\n', 10, 'if a:\n    x\n    b\n'],
    ['in the middle of a line', 'f(a)\n', 2, 'f(xa)\n'],
  ] as const;
  for (const [where, before, at, after] of insertions) {
    it(`puts code ${where}`, () => {
      assert.equal(proposedText(proposedEdit({ before, start: at, end: at }, 'x')), after);
      assert.equal(
        withLineFeeds(
          proposedText(
            proposedEdit(
              { before: before.replaceAll('\n', '\r\n'), start: crlf(before, at), end: crlf(before, at) },
              'x',
            ),
          ),
        ),
        after,
      );
    });
  }

  it('is a single hunk when the texts differ too much to be compared line by line', () => {
    const before = Array.from({ length: 4_000 }, (_, index) => `old ${index}\n`).join('');
    const code = Array.from({ length: 4_000 }, (_, index) => `new ${index}`).join('\n');
    const proposed = proposedEdit({ before, start: 0, end: before.length }, code);
    assert.equal(proposed.hunks.length, 1);
    assert.equal(proposedText(proposed), `${code}\n`);
  });
});

/** Converts an offset in a text with LF to the offset in the same text with CRLF. */
function crlf(text: string, at: number): number {
  return at + text.slice(0, at).split('\n').length - 1;
}

describe('An edit that is being streamed', () => {
  const before = 'head\none\ntwo\nthree\nfour\ntail\n';
  const place = { before, start: 5, end: 24 };

  it('shows the new code so far, followed by the old text', () => {
    const code = ['ONE', 'two', 'new', 'three', 'FOUR'];
    const shown = code.map((_, index) => textSoFar(place, code.slice(0, index + 1).join('\n')));
    assert.deepEqual(shown, [
      'head\nONE\ntwo\nthree\nfour\ntail\n',
      'head\nONE\ntwo\nthree\nfour\ntail\n',
      'head\nONE\ntwo\nnew\nfour\ntail\n',
      'head\nONE\ntwo\nnew\nthree\nfour\ntail\n',
      'head\nONE\ntwo\nnew\nthree\nFOUR\ntail\n',
    ]);
  });

  it('shows the old text before the first code arrives', () => {
    assert.equal(textSoFar(place, ''), before);
  });
});
