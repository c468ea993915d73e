import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { ChatMessage } from '../../../src/core/chat.ts';
import { orderedMessages } from '../../../src/core/messageOrder.ts';
import { v1Messages } from '../../../src/core/qianfan/v1/v1Messages.ts';
import { checkV1Messages } from '../../support/simulator/v1/messageRules.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const system = (content: string): ChatMessage => ({ role: 'system', content });
const calling = (content: string, ...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content,
  toolCalls: ids.map(id => ({ id, name: `do_${id}`, arguments: `{"id":"${id}"}` })),
});
const gave = (toolCallId: string, content = '{"ok":true}'): ChatMessage => ({ role: 'tool', content, toolCallId });

/** In V1's words, whatever order they come in. */
function asWritten(...messages: ChatMessage[]): ReturnType<typeof v1Messages> {
  return v1Messages(orderedMessages(messages));
}

/** Messages as they are written, in short: the role and the text, or the name of the function. */
function written(...messages: ChatMessage[]): string[] {
  return asWritten(...messages).messages.map(message => {
    if (message.role === 'function') return `f:${message.name}=${message.content}`;
    const text = `${message.role === 'user' ? 'u' : 'a'}:${message.content ?? ''}`;
    return 'function_call' in message ? `${text}>${message.function_call.name}` : text;
  });
}

describe('the messages of V1', () => {
  it('stay as they are when they follow the rules', () => {
    assert.deepEqual(written(user('1'), assistant('2'), user('3')), ['u:1', 'a:2', 'u:3']);
  });

  it('have the system’s words apart, wherever they stood', () => {
    const { system: lifted, messages } = asWritten(system('be brief'), user('1'), system(' '), system('be kind'));
    assert.equal(lifted, 'be brief\n\nbe kind');
    assert.deepEqual(messages, [{ role: 'user', content: '1' }]);
  });

  it('turn calls and what they gave back into functions', () => {
    assert.deepEqual(written(user('1'), calling('let me see', 'x'), gave('x')), [
      'u:1',
      'a:let me see>do_x',
      'f:do_x={"ok":true}',
    ]);
    const [, call] = asWritten(user('1'), calling('', 'x'), gave('x')).messages;
    assert.deepEqual(call, {
      role: 'assistant',
      content: null,
      function_call: { name: 'do_x', arguments: '{"id":"x"}' },
    });
  });

  it('make one call after the other, in the order of what they gave back', () => {
    assert.deepEqual(written(user('1'), calling('both', 'x', 'y'), gave('y'), gave('x'), assistant('2'), user('3')), [
      'u:1',
      'a:both>do_y',
      'f:do_y={"ok":true}',
      'a:>do_x',
      'f:do_x={"ok":true}',
      'a:2',
      'u:3',
    ]);
  });

  it('put something between what a function gave back and the person', () => {
    assert.deepEqual(written(user('1'), calling('', 'x'), gave('x'), user('2')), [
      'u:1',
      'a:>do_x',
      'f:do_x={"ok":true}',
      'a:OK',
      'u:2',
    ]);
  });

  it('have JSON for what a function gave back', () => {
    assert.equal(written(user('1'), calling('', 'x'), gave('x', 'plain')).at(-1), 'f:do_x={"result":"plain"}');
  });

  it('keep calls that gave nothing back, with a note for that', () => {
    const [, call, note] = written(user('1'), calling('let me see', 'x'), user('2'));
    assert.equal(call, 'a:let me see>do_x');
    assert.match(note ?? '', /^f:do_x=\{"result":"\(no result/);
  });

  it('always follow the rules, and hold all that anybody said', () => {
    const id = fc.constantFrom('x', 'y', 'z');
    const content = fc.oneof(fc.constantFrom('', ' '), fc.uuid());
    const message: fc.Arbitrary<ChatMessage> = fc.oneof(
      content.map(system),
      content.map(user),
      content.map(assistant),
      fc.tuple(content, fc.uniqueArray(id, { minLength: 1 })).map(([text, ids]) => calling(text, ...ids)),
      fc.tuple(id, content).map(([call, text]) => gave(call, text)),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 12 }), fc.uuid(), (before, question) => {
        const asked = [...before, user(question)];
        const { messages } = asWritten(...asked);
        assert.equal(checkV1Messages(messages), null);
        assert.equal(messages[0]?.role, 'user');
        assert.match(messages.at(-1)?.content ?? '', new RegExp(`${question}$`));
        const all = JSON.stringify(messages);
        for (const each of asked) if (each.role !== 'system') assert.ok(all.includes(each.content.trim()));
      }),
    );
  });
});
