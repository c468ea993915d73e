import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { ChatMessage } from '../../../src/core/chat.ts';
import { orderedMessages } from '../../../src/core/messageOrder.ts';
import { anyMessages } from '../../support/anyMessages.ts';
import { checkMessages } from '../../support/simulator/messageRules.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const system = (content: string): ChatMessage => ({ role: 'system', content });
const calling = (content: string, ...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content,
  toolCalls: ids.map(id => ({ id, name: 'read', arguments: '{"path":"a"}' })),
});
const gave = (toolCallId: string, content: string): ChatMessage => ({ role: 'tool', content, toolCallId });

/** Abbreviates messages: the initial of the role, the text, and the ids of calls. */
function ordered(...messages: ChatMessage[]): string[] {
  return orderedMessages(messages).map(message => {
    const text = `${message.role[0] ?? ''}:${message.content}`;
    if (message.role === 'tool') return `${text}<${message.toolCallId}`;
    if (message.role !== 'assistant') return text;
    return (message.toolCalls ?? []).reduce((so, { id }) => `${so}>${id}`, text);
  });
}

const NO_RESULT = '(no result: the call was not made, or was cancelled)';

describe('The order of messages', () => {
  it('is unchanged when services accept it', () => {
    const messages = [system('s'), user('1'), calling('2', 'x', 'y'), gave('y', 'ry'), gave('x', 'rx'), assistant('3')];
    assert.deepEqual(orderedMessages([...messages, user('4')]), [...messages, user('4')]);
  });

  it('has all system messages first, joined into one', () => {
    assert.deepEqual(
      ordered(user('1'), system('be brief'), assistant('2'), system(' '), system('be kind'), user('3')),
      ['s:be brief\n\nbe kind', 'u:1', 'a:2', 'u:3'],
    );
  });

  it('joins consecutive messages of one role', () => {
    assert.deepEqual(ordered(user('1'), user('2'), assistant('3'), calling('4', 'x'), gave('x', 'r'), user('')), [
      'u:1\n\n2',
      'a:3\n\n4>x',
      't:r<x',
    ]);
  });

  it('has a placeholder before a leading answer, and a request to continue after a final one', () => {
    assert.deepEqual(ordered(assistant('hello'), user('1'), assistant('half')), [
      'u:…',
      'a:hello',
      'u:1',
      'a:half',
      'u:继续',
    ]);
  });

  it('drops blank messages, but not the result of a call', () => {
    assert.deepEqual(ordered(user('1'), assistant(' \n'), user(' '), calling(' ', 'x'), gave('x', ' ')), [
      'u:1',
      'a:>x',
      't:(empty)<x',
    ]);
  });

  it('has a note for each call without a result, after the other results', () => {
    assert.deepEqual(ordered(user('1'), calling('', 'x', 'y'), gave('y', 'ry'), user('2')), [
      'u:1',
      'a:>x>y',
      't:ry<y',
      `t:${NO_RESULT}<x`,
      'a:OK',
      'u:2',
    ]);
    assert.deepEqual(ordered(user('1'), calling('', 'x')), ['u:1', 'a:>x', `t:${NO_RESULT}<x`]);
  });

  it('has results before what the user said between them', () => {
    assert.deepEqual(ordered(user('1'), calling('', 'x', 'y'), gave('x', 'rx'), user('2'), gave('y', 'ry')), [
      'u:1',
      'a:>x>y',
      't:rx<x',
      't:ry<y',
      'a:OK',
      'u:2',
    ]);
  });

  it('turns a result without a call into text', () => {
    assert.deepEqual(ordered(gave('x', 'found'), user('1')), ['u:Result of a tool:\nfound\n\n1']);
    assert.deepEqual(ordered(user('1'), calling('', 'x'), gave('x', 'r'), assistant('2'), gave('x', 'late')), [
      'u:1',
      'a:>x',
      't:r<x',
      'a:2',
      'u:Result of a tool:\nlate',
    ]);
  });

  it('joins two results of one call', () => {
    assert.deepEqual(ordered(user('1'), calling('', 'x'), gave('x', 'one'), gave('x', 'two')).at(-1), 't:one\n\ntwo<x');
  });

  it('gives each call a unique id, and its results after it', () => {
    assert.deepEqual(
      ordered(user('1'), calling('', 'x', 'x', ''), gave('x', 'a'), gave('x', 'b'), gave('', 'c'), calling('', 'x')),
      ['u:1', 'a:>x>call_1>call_2', 't:a<x', 't:b<call_1', 't:c<call_2', 'a:>call_3', `t:${NO_RESULT}<call_3`],
    );
    const [, call] = orderedMessages([user('1'), calling('', 'a b'.repeat(40))]);
    assert.deepEqual(call, { ...calling('', 'call_1') });
  });

  it('replaces arguments that are not JSON objects, and quotes them in the result', () => {
    const call = (text: string): ChatMessage => ({
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'x', name: 'read', arguments: text }],
    });
    for (const [text, told] of [
      ['{"a":1}', 'r'],
      ['', 'r'],
      ['{"a":', 'The arguments were no JSON object:\n{"a":\n\nr'],
      ['[1]', 'The arguments were no JSON object:\n[1]\n\nr'],
    ] as const) {
      const [, calls, result] = orderedMessages([user('1'), call(text), gave('x', 'r')]);
      assert.deepEqual(calls, call(text === '{"a":1}' ? text : '{}'));
      assert.equal(result?.content, told);
    }
  });

  it('is empty when there is no question', () => {
    for (const messages of [[], [system('x')], [user(' ')], [assistant('x')], [calling('x', 'y')]]) {
      assert.deepEqual(orderedMessages(messages), []);
    }
  });

  it('is accepted by the service and loses no text, whatever came in', () => {
    fc.assert(
      fc.property(anyMessages, fc.uuid(), (before, question) => {
        const asked = [...before, user(question)];
        const sent = orderedMessages(asked);
        assert.equal(checkMessages(sent.map(asOnTheWire), false), null);
        const texts = (of: readonly ChatMessage[], role: string): string =>
          of.flatMap(each => (each.role === role ? [each.content] : [])).join('\n');
        for (const role of ['system', 'user', 'assistant']) {
          const there = texts(sent, role);
          let at = 0;
          for (const { content } of asked.filter(each => each.role === role && each.content.trim() !== '')) {
            at = there.indexOf(content, at) + content.length;
            assert.ok(at >= content.length, `${role} lost ${content}`);
          }
        }
        const all = sent.map(({ content }) => content).join('\n');
        for (const each of asked) {
          if (each.role === 'tool') assert.ok(all.includes(each.content.trim()), 'a result is lost');
          for (const { arguments: text } of each.role === 'assistant' ? (each.toolCalls ?? []) : [])
            assert.ok(
              `${all}${JSON.stringify(sent)}`.includes(text) || JSON.stringify(sent).includes(JSON.stringify(text)),
            );
        }
        assert.deepEqual(orderedMessages(sent), sent);
      }),
    );
  });
});

function asOnTheWire(message: ChatMessage): object {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId };
  if (role !== 'assistant' || message.toolCalls === undefined) return { role, content };
  const calls = message.toolCalls.map(({ id, arguments: text }) => ({
    id,
    type: 'function',
    // Names are not the subject of this test.
    function: { name: 'read', arguments: text },
  }));
  return { role, content, tool_calls: calls };
}
