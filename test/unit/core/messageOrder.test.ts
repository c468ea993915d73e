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

/** Messages in short: the role's letter, the text, the calls' ids. */
function ordered(...messages: ChatMessage[]): string[] {
  return orderedMessages(messages).map(message => {
    const text = `${message.role[0] ?? ''}:${message.content}`;
    if (message.role === 'tool') return `${text}<${message.toolCallId}`;
    if (message.role !== 'assistant') return text;
    return (message.toolCalls ?? []).reduce((so, { id }) => `${so}>${id}`, text);
  });
}

const NO_RESULT = '(no result: the call was not made, or was cancelled)';

describe('the order of messages', () => {
  it('stays where it is the one that services take', () => {
    const messages = [system('s'), user('1'), calling('2', 'x', 'y'), gave('y', 'ry'), gave('x', 'rx'), assistant('3')];
    assert.deepEqual(orderedMessages([...messages, user('4')]), [...messages, user('4')]);
  });

  it('has the system’s words first and together, wherever they stood', () => {
    assert.deepEqual(
      ordered(user('1'), system('be brief'), assistant('2'), system(' '), system('be kind'), user('3')),
      ['s:be brief\n\nbe kind', 'u:1', 'a:2', 'u:3'],
    );
  });

  it('joins what one side said in several messages', () => {
    assert.deepEqual(ordered(user('1'), user('2'), assistant('3'), calling('4', 'x'), gave('x', 'r'), user('')), [
      'u:1\n\n2',
      'a:3\n\n4>x',
      't:r<x',
    ]);
  });

  it('has something before an answer to nothing, and after an answer that has to go on', () => {
    assert.deepEqual(ordered(assistant('hello'), user('1'), assistant('half')), [
      'u:…',
      'a:hello',
      'u:1',
      'a:half',
      'u:继续',
    ]);
  });

  it('loses what is blank, but not the result of a call', () => {
    assert.deepEqual(ordered(user('1'), assistant(' \n'), user(' '), calling(' ', 'x'), gave('x', ' ')), [
      'u:1',
      'a:>x',
      't:(empty)<x',
    ]);
  });

  it('has a note for each call without a result, behind the others’', () => {
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

  it('has results before what the person said between them', () => {
    assert.deepEqual(ordered(user('1'), calling('', 'x', 'y'), gave('x', 'rx'), user('2'), gave('y', 'ry')), [
      'u:1',
      'a:>x>y',
      't:rx<x',
      't:ry<y',
      'a:OK',
      'u:2',
    ]);
  });

  it('tells a result without a call as a text', () => {
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

  it('gives each call an id of its own, and the results after it', () => {
    assert.deepEqual(
      ordered(user('1'), calling('', 'x', 'x', ''), gave('x', 'a'), gave('x', 'b'), gave('', 'c'), calling('', 'x')),
      ['u:1', 'a:>x>call_1>call_2', 't:a<x', 't:b<call_1', 't:c<call_2', 'a:>call_3', `t:${NO_RESULT}<call_3`],
    );
    const [, call] = orderedMessages([user('1'), calling('', 'a b'.repeat(40))]);
    assert.deepEqual(call, { ...calling('', 'call_1') });
  });

  it('sends arguments that are JSON objects, and tells others with the result', () => {
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

  it('is empty where there is nothing to ask', () => {
    for (const messages of [[], [system('x')], [user(' ')], [assistant('x')], [calling('x', 'y')]]) {
      assert.deepEqual(orderedMessages(messages), []);
    }
  });

  it('is one that the service takes, with every text in it, whatever came', () => {
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
    // Names are somebody else's business.
    function: { name: 'read', arguments: text },
  }));
  return { role, content, tool_calls: calls };
}
