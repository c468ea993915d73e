import assert from 'node:assert/strict';
import { checkMessages } from '../../support/simulator/messageRules.ts';

const user = { role: 'user', content: 'q' };
const assistant = { role: 'assistant', content: 'a' };
const system = { role: 'system', content: 's' };
const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
const calling = { role: 'assistant', content: null, tool_calls: [call] };
const called = (change: object): object => ({
  ...calling,
  tool_calls: [{ ...call, function: { ...call.function, ...change } }],
});
const result = { role: 'tool', tool_call_id: 'c1', content: '{}' };
const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x/y.png' } }] };

describe('simulator: message rules', () => {
  const good: readonly [string, unknown[]][] = [
    ['one question', [user]],
    ['a system message first', [system, user]],
    ['turns', [system, user, assistant, user]],
    ['a tool call with its result', [user, calling, result]],
    ['a tool call, its result, an answer, a question', [user, calling, result, assistant, user]],
    [
      'two calls answered in any order',
      [user, { ...calling, tool_calls: [call, { ...call, id: 'c2' }] }, { ...result, tool_call_id: 'c2' }, result],
    ],
    ['a name', [{ ...user, name: 'n' }]],
    ['parts of text', [{ role: 'user', content: [{ type: 'text', text: 'q' }] }]],
  ];
  for (const [what, messages] of good) it(`accepts ${what}`, () => assert.equal(checkMessages(messages, false), null));

  const bad: readonly [string, unknown, RegExp][] = [
    ['no list', 'hello', /list/],
    ['an empty list', [], /empty/],
    ['a message that is no object', ['hello'], /object/],
    ['an unknown role', [{ role: 'bot', content: 'q' }], /unknown role/],
    ['the role start', [{ role: 'start', content: 'q' }], /unknown role/],
    ['an unknown field', [{ ...user, id: 1 }], /unknown field id/],
    ['an assistant first', [assistant, user], /can not follow/],
    ['two questions running', [user, user], /can not follow/],
    ['two answers running', [user, assistant, assistant, user], /can not follow/],
    ['a late system message', [user, assistant, system, user], /can not follow/],
    ['two system messages', [system, system, user], /can not follow/],
    ['an answer last', [user, assistant], /last message/],
    ['a system message alone', [system], /last message/],
    ['blank content', [{ role: 'user', content: ' \n ' }], /blank/],
    ['a blank turn in the history', [user, { role: 'assistant', content: '' }, user], /blank/],
    ['a name that is no string', [{ ...user, name: 1 }], /name/],
    ['no content', [{ role: 'user' }], /string or a list/],
    ['null content', [{ role: 'user', content: null }], /string or a list/],
    ['an empty list of parts', [{ role: 'user', content: [] }], /string or a list/],
    ['a blank part', [{ role: 'user', content: [{ type: 'text', text: '' }] }], /blank/],
    ['an unknown part', [{ role: 'user', content: [{ type: 'audio' }] }], /unknown type/],
    ['an image for a model without eyes', [image], /images/],
    ['a result nobody called for', [user, calling, { ...result, tool_call_id: 'c9' }], /no open tool call/],
    ['a call without its result', [user, calling], /last message/],
    [
      'one of two results',
      [user, { ...calling, tool_calls: [call, { ...call, id: 'c2' }] }, result],
      /no answer for tool call c2/,
    ],
    ['a question in place of a result', [user, calling, user], /without an answer/],
    ['tool calls of a user', [{ ...user, tool_calls: [call] }], /role assistant/],
    ['two calls of one id', [user, { ...calling, tool_calls: [call, call] }, result, result], /one id/],
    ['a blank id', [user, { ...calling, tool_calls: [{ ...call, id: ' ' }] }, result], /blank/],
    ['a call of a name that nothing has', [user, called({ name: '读.x' }), result], /must match/],
    ['arguments that are no JSON', [user, called({ arguments: '{' }), result], /JSON object/],
    ['arguments that are no object', [user, called({ arguments: '[]' }), result], /JSON object/],
    ['a malformed tool call', [user, { ...calling, tool_calls: [{ id: 'c1' }] }, result], /malformed/],
  ];
  for (const [what, messages, complaint] of bad)
    it(`refuses ${what}`, () => assert.match(String(checkMessages(messages, false)), complaint));

  it('accepts an image for a model that reads them', () => assert.equal(checkMessages([image], true), null));
});
