import assert from 'node:assert/strict';
import { BatchLineError, type LineFault } from '../../../src/core/batch/input/lineFault.ts';
import { parseBatchLine } from '../../../src/core/batch/parseBatchLine.ts';

const QUESTION = { role: 'user', content: '写一首诗' };

describe('An invalid batch line', () => {
  const wrong: readonly (readonly [string, unknown, LineFault])[] = [
    ['a list', [], { code: 'not-json' }],
    ['no object', 'text', { code: 'not-json' }],
    ['no id', { body: { messages: [QUESTION] } }, { code: 'missing', path: 'custom_id' }],
    ['an empty id', lineOf({}, { custom_id: ' ' }), { code: 'empty', path: 'custom_id' }],
    ['a number as id', lineOf({}, { custom_id: 1 }), { code: 'wrong-kind', path: 'custom_id', expected: 'string' }],
    [
      'an id without end',
      lineOf({}, { custom_id: 'x'.repeat(8001) }),
      { code: 'wrong-value', path: 'custom_id', allowed: '≤ 8000' },
    ],
    ['another method', lineOf({}, { method: 'GET' }), { code: 'wrong-value', path: 'method', allowed: 'POST' }],
    [
      'another address',
      lineOf({}, { url: '/v1/embeddings' }),
      { code: 'wrong-value', path: 'url', allowed: '/v2/chat/completions | /v1/chat/completions' },
    ],
    ['a field nobody knows', lineOf({}, { priority: 1 }), { code: 'unknown-field', path: 'priority' }],
    ['no body', { custom_id: 'a' }, { code: 'missing', path: 'body' }],
    ['a body that is a list', { custom_id: 'a', body: [] }, { code: 'wrong-kind', path: 'body', expected: 'object' }],
    ['an option nobody knows', lineOf({ top_p: 0.5 }), { code: 'unknown-field', path: 'body.top_p' }],
    [
      'a field that every object inherits',
      lineOf({ constructor: 1 }),
      { code: 'unknown-field', path: 'body.constructor' },
    ],
    ['no messages', { custom_id: 'a', body: {} }, { code: 'missing', path: 'body.messages' }],
    ['empty messages', lineOf({ messages: [] }), { code: 'empty', path: 'body.messages' }],
    [
      'messages that are text',
      lineOf({ messages: 'hello' }),
      { code: 'wrong-kind', path: 'body.messages', expected: 'array' },
    ],
    [
      'a message in parts',
      lineOf({ messages: [QUESTION, QUESTION, { role: 'user', content: [{ type: 'text', text: 'x' }] }] }),
      { code: 'wrong-kind', path: 'body.messages[2].content', expected: 'string' },
    ],
    [
      'a role nobody has',
      lineOf({ messages: [{ role: 'developer', content: 'x' }] }),
      { code: 'wrong-value', path: 'body.messages[0].role', allowed: 'system | user | assistant | tool' },
    ],
    [
      'a message with a name',
      lineOf({ messages: [{ ...QUESTION, name: 'Li' }] }),
      { code: 'unknown-field', path: 'body.messages[0].name' },
    ],
    [
      'an assistant that says nothing',
      lineOf({ messages: [{ role: 'assistant' }] }),
      { code: 'missing', path: 'body.messages[0].content' },
    ],
    [
      'a call without its function',
      lineOf({ messages: [{ role: 'assistant', tool_calls: [{ id: '1' }] }] }),
      { code: 'missing', path: 'body.messages[0].tool_calls[0].function' },
    ],
    [
      'what a tool gave back, to nobody',
      lineOf({ messages: [{ role: 'tool', content: 'x' }] }),
      { code: 'missing', path: 'body.messages[0].tool_call_id' },
    ],
    ['an empty model', lineOf({ model: '' }), { code: 'empty', path: 'body.model' }],
    ['half a token', lineOf({ max_tokens: 1.5 }), { code: 'wrong-kind', path: 'body.max_tokens', expected: 'integer' }],
    ['no tokens', lineOf({ max_tokens: 0 }), { code: 'wrong-value', path: 'body.max_tokens', allowed: '≥ 1' }],
    [
      'two longest answers',
      lineOf({ max_tokens: 1, max_completion_tokens: 2 }),
      { code: 'conflict', path: 'body.max_tokens', other: 'body.max_completion_tokens' },
    ],
    [
      'a temperature beyond all',
      lineOf({ temperature: 3 }),
      { code: 'wrong-value', path: 'body.temperature', allowed: '0–2' },
    ],
    [
      'a stream that is text',
      lineOf({ stream: 'no' }),
      { code: 'wrong-kind', path: 'body.stream', expected: 'boolean' },
    ],
    [
      'five ends',
      lineOf({ stop: ['1', '2', '3', '4', '5'] }),
      { code: 'wrong-value', path: 'body.stop', allowed: '1–4' },
    ],
    [
      'an end that is too long',
      lineOf({ stop: ['x'.repeat(21)] }),
      { code: 'wrong-value', path: 'body.stop[0]', allowed: '"…" (1–20)' },
    ],
    [
      'a search without its marks',
      lineOf({ web_search: { enable: true, enable_trace: false } }),
      { code: 'wrong-value', path: 'body.web_search.enable_trace', allowed: 'true' },
    ],
    [
      'thinking and not',
      lineOf({ enable_thinking: true, thinking: { type: 'disabled' } }),
      { code: 'conflict', path: 'body.thinking', other: 'body.enable_thinking' },
    ],
    [
      'tokens to think without thinking',
      lineOf({ thinking_budget: 100 }),
      { code: 'conflict', path: 'body.thinking_budget', other: 'body.enable_thinking' },
    ],
    [
      'a schema that is none',
      lineOf({ response_format: { type: 'json_schema', json_schema: { name: 'a', schema: [] } } }),
      { code: 'wrong-kind', path: 'body.response_format.json_schema.schema', expected: 'object' },
    ],
    [
      'a form that is promised to be strict',
      lineOf({ response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {}, strict: true } } }),
      { code: 'unknown-field', path: 'body.response_format.json_schema.strict' },
    ],
  ];
  for (const [what, line, fault] of wrong) {
    it(`is refused and named: ${what}`, () => assert.deepEqual(faultOf(JSON.stringify(line)), fault));
  }

  it('is rejected when it is not JSON', () => assert.deepEqual(faultOf('{"custom_id": '), { code: 'not-json' }));

  it('is rejected when it contains __proto__', () => {
    assert.deepEqual(faultOf('{"custom_id":"a","body":{"messages":[{"role":"user","content":"x"}],"__proto__":{}}}'), {
      code: 'unknown-field',
      path: 'body.__proto__',
    });
  });

  it('is described in words by the error', () => {
    assert.throws(
      () => parseBatchLine('{"custom_id":"a","body":{}}'),
      new BatchLineError({ code: 'missing', path: 'body.messages' }),
    );
    assert.throws(() => parseBatchLine('{"custom_id":"a","body":{}}'), /body\.messages is missing/);
  });
});

function lineOf(body: object, line: object = {}): object {
  return { custom_id: 'a', ...line, body: { messages: [QUESTION], ...body } };
}

function faultOf(text: string): LineFault | undefined {
  try {
    parseBatchLine(text);
    return undefined;
  } catch (error) {
    if (error instanceof BatchLineError) return error.fault;
    throw error;
  }
}
