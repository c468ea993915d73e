import assert from 'node:assert/strict';
import { MAX_TITLE_LENGTH, titleFrom, titleOf } from '../../../src/core/conversation/conversationTitle.ts';
import { exampleAttachment, exampleTurn } from '../../support/exampleTurn.ts';

describe('The title of a conversation', () => {
  it('is the first question on one line', () => {
    const question = '  怎么\n读取\t一个 \u2028文件？\u0000 ';
    assert.equal(titleFrom(exampleTurn('a', { question })), '怎么 读取 一个 文件？');
  });

  it('is truncated when it is long, but never within a character', () => {
    const title = titleOf('a'.repeat(MAX_TITLE_LENGTH - 2) + '😀😀');
    assert.equal(title, `${'a'.repeat(MAX_TITLE_LENGTH - 2)}…`);
    assert.equal(titleOf('字'.repeat(MAX_TITLE_LENGTH)), '字'.repeat(MAX_TITLE_LENGTH));
    assert.equal(titleOf('字'.repeat(5_000)).length, MAX_TITLE_LENGTH);
  });

  it('includes the file name for a built-in command, whose question is always the same', () => {
    const attachments = [exampleAttachment('x', 'src/core/chat.ts')];
    const turn = exampleTurn('a', { feature: 'explain', question: '解释这段代码', attachments });
    assert.equal(titleFrom(turn), '解释这段代码 · chat.ts');
  });

  it('is the file name when nothing was typed, and may be empty', () => {
    const attachments = [exampleAttachment('x', 'C:\\work\\a.ts')];
    assert.equal(titleFrom(exampleTurn('a', { question: ' ', attachments })), 'a.ts');
    assert.equal(titleFrom(exampleTurn('a', { question: '\n' })), '');
  });

  it('is well-formed text for the database, whatever was pasted', () => {
    assert.equal(titleOf('a\ud800b').isWellFormed(), true);
  });
});
