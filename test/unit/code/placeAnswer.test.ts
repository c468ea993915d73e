import assert from 'node:assert/strict';
import { type AnsweredCode, overlap, placeAnswer, withEdits } from '../../../src/core/code/placeAnswer.ts';

function placed(text: string, answer: Partial<AnsweredCode> & { readonly code: string }): string {
  const edit = placeAnswer(text, { isSameText: true, ...answer });
  return typeof edit === 'string' ? edit : withEdits(text, [edit]);
}

describe('code of an answer that is placed', () => {
  it('stands for the whole text', () => {
    assert.equal(placed('one\ntwo\n', { code: 'eins\nzwei' }), 'eins\nzwei\n');
    assert.equal(placed('one', { code: 'eins\n' }), 'eins');
  });

  it('gets the line ends of the text', () => {
    assert.equal(placed('one\r\ntwo\r\n', { code: 'one\nTWO' }), 'one\r\nTWO\r\n');
  });

  it('stands for some lines, with their indentation', () => {
    const text = 'class A {\r\n  f() {\r\n  }\r\n}\r\n';
    const code = '/** F. */\nf() {\n}';
    const lines = { startLine: 1, endLine: 3 };
    assert.equal(placed(text, { code, lines }), 'class A {\r\n  /** F. */\r\n  f() {\r\n  }\r\n}\r\n');
    assert.equal(placed('a\nb', { code: 'c', lines: { startLine: 1, endLine: 2 } }), 'a\nc');
  });

  it('is as small as it can be', () => {
    assert.deepEqual(placeAnswer('one two three', { code: 'one TWO three', isSameText: true }), {
      start: 4,
      end: 7,
      text: 'TWO',
    });
  });

  it('is told when it stands there already', () => {
    assert.equal(placed('one\r\n', { code: 'one' }), 'same');
  });

  it('follows its lines in a text that changed, as long as they stand there once', () => {
    const answer = { code: 'F', lines: { startLine: 0, endLine: 1 }, isSameText: false, original: 'f' };
    assert.equal(placed('new\nlines\nf\n', answer), 'new\nlines\nF\n');
    assert.equal(placed('g\n', answer), 'changed');
    assert.equal(placed('x\nf\nf\n', answer), 'ambiguous');
  });

  it('is not placed in a text that changed where nobody knows what it was about', () => {
    assert.equal(placed('f\n', { code: 'F', isSameText: false, original: 'f' }), 'changed');
    assert.equal(placed('f\n', { code: 'F', isSameText: false, lines: { startLine: 0, endLine: 1 } }), 'changed');
  });
});

describe('edits of one text', () => {
  it('are made together, in whatever order they come', () => {
    const edits = [
      { start: 4, end: 7, text: 'TWO' },
      { start: 0, end: 0, text: '> ' },
    ];
    assert.equal(withEdits('one two three', edits), '> one TWO three');
    assert.equal(withEdits('one', []), 'one');
  });

  it('are in each other’s way where they share a place, or touch', () => {
    const one = { start: 2, end: 4, text: '' };
    for (const [start, end] of [
      [0, 2],
      [3, 3],
      [4, 9],
      [0, 9],
    ] as const) {
      assert.ok(overlap(one, { start, end, text: '' }));
      assert.ok(overlap({ start, end, text: '' }, one));
    }
    assert.ok(!overlap(one, { start: 5, end: 6, text: '' }));
    assert.ok(!overlap({ start: 0, end: 1, text: '' }, one));
  });
});
