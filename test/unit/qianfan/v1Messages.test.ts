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

/** Converts messages in any order to those of V1. */
function asWritten(...messages: ChatMessage[]): ReturnType<typeof v1Messages> {
  return v1Messages(orderedMessages(messages));
}

/** Returns the converted messages in short form: the role and the text, or the name of the function. */
function written(...messages: ChatMessage[]): string[] {
  return asWritten(...messages).messages.map(message => {
    if (message.role === 'function') return `f:${message.name}=${message.content}`;
    const text = `${message.role === 'user' ? 'u' : 'a'}:${message.content ?? ''}`;
    return 'function_call' in message ? `${text}>${message.function_call.name}` : text;
  });
}

describe('The messages of V1', () => {
  it('stay unchanged when they follow the rules', () => {
    assert.deepEqual(written(user('1'), assistant('2'), user('3')), ['u:1', 'a:2', 'u:3']);
  });

  it('move system messages into a separate field, wherever they were', () => {
    const { system: lifted, messages } = asWritten(system('be brief'), user('1'), system(' '), system('be kind'));
    assert.equal(lifted, 'be brief\n\nbe kind');
    assert.deepEqual(messages, [{ role: 'user', content: '1' }]);
  });

  it('turn tool calls and their results into functions', () => {
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

  it('list the calls one after the other, in the order of their results', () => {
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

  it('insert a reply between the result of a function and the next user message', () => {
    assert.deepEqual(written(user('1'), calling('', 'x'), gave('x'), user('2')), [
      'u:1',
      'a:>do_x',
      'f:do_x={"ok":true}',
      'a:OK',
      'u:2',
    ]);
  });

  it('wrap a function result in JSON', () => {
    assert.equal(written(user('1'), calling('', 'x'), gave('x', 'plain')).at(-1), 'f:do_x={"result":"plain"}');
  });

  it('keep calls without a result, and add a note', () => {
    const [, call, note] = written(user('1'), calling('let me see', 'x'), user('2'));
    assert.equal(call, 'a:let me see>do_x');
    assert.match(note ?? '', /^f:do_x=\{"result":"\(no result/);
  });

  it('always follow the rules and keep all content', () => {
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
