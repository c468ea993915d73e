import assert from 'node:assert/strict';
import { checkV1Fields, unknownV1Fields } from '../../../support/simulator/v1/fieldRules.ts';
import { checkV1Messages } from '../../../support/simulator/v1/messageRules.ts';
import { V1_SERVICES } from '../../../support/simulator/v1/catalogue.ts';

function complaint(body: object, endpoint = 'completions_pro'): string | null {
  const service = V1_SERVICES.find(candidate => candidate.endpoint === endpoint);
  assert.ok(service);
  return checkV1Fields({ ...body }, service);
}

const user = { role: 'user', content: 'q' };
const assistant = { role: 'assistant', content: 'a' };
const calling = { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } };
const result = { role: 'function', name: 'f', content: '{}' };
const declaration = { name: 'f', description: 'd', parameters: { type: 'object', properties: {} } };
const choice = { type: 'function', function: { name: 'f' } };

describe('simulator: rules of V1 fields', () => {
  const ranges: readonly [string, unknown[], unknown[], string?][] = [
    ['stream', [true, false], ['true', 1, null]],
    ['temperature', [0.01, 1], [0, 1.01, '1']],
    ['top_p', [0, 1], [-0.01, 1.01]],
    ['penalty_score', [1, 2], [0.99, 2.01]],
    ['system', ['be brief'], ['', 1]],
    ['stop', [[], ['a', 'b', 'c', 'x'.repeat(20)]], [['x'.repeat(21)], ['a', 'b', 'c', 'd', 'e'], 'a']],
    ['max_output_tokens', [2, 2_048], [1, 2_049, 2.5]],
    ['max_output_tokens', [4_096], [4_097], 'ernie-3.5-128k'],
    ['response_format', ['json_object', 'text'], [{ type: 'json_object' }, 'json_schema']],
    ['disable_search', [true], ['yes']],
    ['enable_citation', [true], [1]],
    ['enable_trace', [true], [1]],
    ['user_id', ['someone'], ['']],
    [
      'functions',
      [[declaration]],
      [
        ...[[], [{ name: 'f' }], [{ ...declaration, strict: true }], declaration, [declaration, declaration]],
        ...[[{ ...declaration, name: '读' }], [{ ...declaration, parameters: {} }]],
      ],
    ],
    ['tools', [[{ type: 'function' }]], [[], {}], 'ernie_speed'],
    ['min_output_tokens', [2], [1], 'ernie_speed'],
    ['frequency_penalty', [-2, 2], [-2.1, 2.1], 'ernie_speed'],
    ['presence_penalty', [-2, 2], [-2.1, 2.1], 'ernie_speed'],
  ];
  for (const [name, good, bad, endpoint] of ranges)
    it(`knows the range of ${name}${endpoint === undefined ? '' : ` on ${endpoint}`}`, () => {
      for (const value of good) assert.equal(complaint({ [name]: value }, endpoint), null);
      for (const value of bad) assert.match(complaint({ [name]: value }, endpoint) ?? 'none', new RegExp(`^${name} `));
    });

  for (const [name, endpoint] of [
    ['functions', 'ernie_speed'],
    ['tool_choice', 'ernie_speed'],
    ['tools', 'completions_pro'],
    ['min_output_tokens', 'completions_pro'],
  ] as const)
    it(`does not take ${name} on ${endpoint}`, () => {
      assert.match(String(complaint({ [name]: 1 }, endpoint)), /^\w+ is not supported by ERNIE/);
    });

  it('accepts a tool choice only for one of the functions', () => {
    assert.equal(complaint({ functions: [declaration], tool_choice: choice }), null);
    assert.match(String(complaint({ tool_choice: choice })), /names no function/);
    const other = { type: 'function', function: { name: 'g' } };
    assert.match(String(complaint({ functions: [declaration], tool_choice: other })), /names no function/);
  });

  it('accepts unknown fields, and reports them', () => {
    const body = { messages: [], max_tokens: 5, stream_options: {}, model: 'm', extra_parameters: {} };
    assert.equal(complaint(body), null);
    assert.deepEqual(unknownV1Fields(body), ['max_tokens', 'stream_options']);
  });
});

describe('simulator: rules of V1 messages', () => {
  const good: readonly [string, unknown[]][] = [
    ['one question', [user]],
    ['turns', [user, assistant, user]],
    ['a function with its result', [user, calling, result]],
    ['a function, its result, an answer, a question', [user, calling, result, assistant, user]],
    ['a call with words', [user, { ...calling, content: 'let me see' }, result]],
  ];
  for (const [what, messages] of good) it(`accepts ${what}`, () => assert.equal(checkV1Messages(messages), null));

  const bad: readonly [string, unknown, number, RegExp][] = [
    ['no list', 'q', 336006, /list/],
    ['an empty list', [], 336006, /greater than 0/],
    ['no object', ['q'], 336006, /object/],
    ['an even number', [user, assistant], 336006, /must be an odd number/],
    ['a system message', [{ role: 'system', content: 's' }, user, assistant], 336006, /first message must be user/],
    ['an assistant first', [assistant, user, assistant], 336006, /first message must be user/],
    ['a function first', [result], 336006, /first message must be user/],
    ['two questions running', [user, user, user], 336006, /odd index in the messages must be assistant/],
    ['a system message later', [user, assistant, { role: 'system', content: 's' }], 336006, /must be user or function/],
    ['an assistant last', [user, assistant, assistant], 336006, /must be user or function/],
    ['a tool', [user, assistant, { role: 'tool', content: 't' }], 336006, /must be user or function/],
    ['blank content', [{ role: 'user', content: ' \n' }], 336003, /messages\[0\] can not be empty/],
    ['content of parts', [{ role: 'user', content: [{ type: 'text', text: 'q' }] }], 336003, /can not be empty/],
    ['a blank answer', [user, { role: 'assistant', content: '' }, user], 336003, /messages\[1\] can not be empty/],
    ['an unknown field', [{ ...user, id: 1 }], 336003, /unknown field id/],
    ['a result nobody called for', [user, assistant, result], 336006, /must follow a function_call/],
    ['a call nobody answers', [user, calling, user], 336006, /must be followed by the role function/],
    ['the result of another function', [user, calling, { ...result, name: 'g' }], 336003, /not the function called/],
    ['a call by a user', [{ ...user, function_call: calling.function_call }], 336006, /belongs to role assistant/],
    ['a malformed call', [user, { ...calling, function_call: { name: 'f' } }, result], 336003, /malformed/],
  ];
  for (const [what, messages, code, text] of bad)
    it(`refuses ${what} with ${code}`, () => {
      const fault = checkV1Messages(messages);
      assert.equal(fault?.code, code);
      assert.match(fault.text, text);
    });
});
