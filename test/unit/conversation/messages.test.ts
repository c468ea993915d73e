import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newAnswer } from '../../../src/core/conversation/answer.ts';
import type { Attachment, Turn } from '../../../src/core/conversation/conversation.ts';
import { messagesFor, turnsUpTo } from '../../../src/core/conversation/messages.ts';
import { systemPrompt, userMessage } from '../../../src/core/conversation/prompts.ts';

const attachment = (text: string, path = 'src/parse.ts'): Attachment => ({
  id: 'a',
  path,
  languageId: 'typescript',
  startLine: 3,
  endLine: 9,
  text,
});

function turn(prompt: string, answerText: string, more: Partial<Turn> = {}): Turn {
  return {
    id: prompt,
    feature: 'chat',
    question: prompt,
    prompt,
    attachments: [],
    askedAtMs: 0,
    answer: { ...newAnswer('m'), text: answerText },
    ...more,
  };
}

describe('The messages of a question', () => {
  it('mark attached code as data, with its path, lines and language', () => {
    assert.equal(
      userMessage('这是什么？', [attachment('let a = 1;')]),
      [
        '<attachment path="src/parse.ts" lines="3-9">',
        '```typescript',
        'let a = 1;',
        '```',
        '</attachment>',
        '',
        '这是什么？',
      ].join('\n'),
    );
  });

  it('cannot have a fence that backticks in the code close early', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[`a\n]{0,40}$/), code => {
        const lines = userMessage('q', [attachment(code)]).split('\n');
        const fence = /^`+/.exec(lines[1] ?? '')?.[0] ?? '';
        const inside = lines.slice(2, lines.lastIndexOf(fence)).join('\n');
        assert.ok(fence.length >= 3);
        assert.ok(!inside.includes(fence));
        assert.equal(inside, code.endsWith('\n') ? code.slice(0, -1) : code);
      }),
    );
  });

  it('can hold a file of nothing but backticks', () => {
    assert.ok(userMessage('q', [attachment('` '.repeat(300_000))]).endsWith('q'));
  });

  it('cannot be broken by a file name', () => {
    const [first] = userMessage('q', [attachment('x', 'a"><b\n.ts')]).split('\n');
    assert.equal(first, '<attachment path="a&quot;>&lt;b .ts" lines="3-9">');
  });

  it('alternate between user and assistant, whatever happened to earlier turns', () => {
    const answers = fc.constantFrom('', '  ', 'an answer');
    fc.assert(
      fc.property(fc.array(answers, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (texts, most) => {
        const messages = messagesFor(
          texts.map((text, index) => turn(`q${index}`, text)),
          most,
          'auto',
        );
        assert.equal(messages[0]?.role, 'system');
        messages.slice(1).forEach((message, index) => {
          assert.equal(message.role, index % 2 === 0 ? 'user' : 'assistant');
        });
        assert.equal(messages.at(-1)?.content, `q${texts.length - 1}`);
        assert.ok(messages.length <= 2 + 2 * most);
      }),
    );
  });

  it('leave out answers that the service ended', () => {
    const bad = turn('bad', 'text', { answer: { ...newAnswer('m'), text: 'x', safety: 'ended' } });
    assert.equal(messagesFor([bad, turn('q', '')], 20, 'auto').length, 2);
  });

  it('start over after the service ended the conversation', () => {
    const ended = turn('bad', 'text', { answer: { ...newAnswer('m'), text: 'x', safety: 'ended' } });
    const ids = turnsUpTo(turn('q', ''), [turn('a', 'b'), ended, turn('c', 'd')]).map(({ id }) => id);
    assert.deepEqual(ids, ['c', 'q']);
  });

  it('begin with the same bytes for every question, so that the service can cache them', () => {
    assert.equal(systemPrompt('auto'), systemPrompt('auto'));
    assert.doesNotMatch(systemPrompt('auto'), /\d/);
    assert.notEqual(systemPrompt('zh-cn'), systemPrompt('en'));
  });
});
