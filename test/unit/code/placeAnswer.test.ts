import assert from 'node:assert/strict';
import { type AnsweredCode, overlap, placeAnswer, withEdits } from '../../../src/core/code/placeAnswer.ts';

function placed(text: string, answer: Partial<AnsweredCode> & { readonly code: string }): string {
  const edit = placeAnswer(text, { isSameText: true, ...answer });
  return typeof edit === 'string' ? edit : withEdits(text, [edit]);
}

describe('Code from an answer that is applied to a text', () => {
  it('replaces the whole text', () => {
    assert.equal(placed('one\ntwo\n', { code: 'eins\nzwei' }), 'eins\nzwei\n');
    assert.equal(placed('one', { code: 'eins\n' }), 'eins');
  });

  it('gets the line endings of the text', () => {
    assert.equal(placed('one\r\ntwo\r\n', { code: 'one\nTWO' }), 'one\r\nTWO\r\n');
  });

  it('replaces some lines, with their indentation', () => {
    const text = 'class A {\r\n  f() {\r\n  }\r\n}\r\n';
    const code = '/** F. */\nf() {\n}';
    const lines = { startLine: 1, endLine: 3 };
    assert.equal(placed(text, { code, lines }), 'class A {\r\n  /** F. */\r\n  f() {\r\n  }\r\n}\r\n');
    assert.equal(placed('a\nb', { code: 'c', lines: { startLine: 1, endLine: 2 } }), 'a\nc');
  });

  it('becomes the smallest possible edit', () => {
    assert.deepEqual(placeAnswer('one two three', { code: 'one TWO three', isSameText: true }), {
      start: 4,
      end: 7,
      text: 'TWO',
    });
  });

  it('is reported as same when the text already contains it', () => {
    assert.equal(placed('one\r\n', { code: 'one' }), 'same');
  });

  it('follows its lines in a changed text as long as they occur once', () => {
    const answer = { code: 'F', lines: { startLine: 0, endLine: 1 }, isSameText: false, original: 'f' };
    assert.equal(placed('new\nlines\nf\n', answer), 'new\nlines\nF\n');
    assert.equal(placed('g\n', answer), 'changed');
    assert.equal(placed('x\nf\nf\n', answer), 'ambiguous');
  });

  it('is not applied to a changed text when its original lines are unknown', () => {
    assert.equal(placed('f\n', { code: 'F', isSameText: false, original: 'f' }), 'changed');
    assert.equal(placed('f\n', { code: 'F', isSameText: false, lines: { startLine: 0, endLine: 1 } }), 'changed');
  });
});

describe('Several edits of one text', () => {
  it('are applied together in any order', () => {
    const edits = [
      { start: 4, end: 7, text: 'TWO' },
      { start: 0, end: 0, text: '> ' },
    ];
    assert.equal(withEdits('one two three', edits), '> one TWO three');
    assert.equal(withEdits('one', []), 'one');
  });

  it('overlap when they share a position or touch', () => {
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
