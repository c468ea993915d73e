import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerOptions } from '../../../src/core/answerOptions.ts';
import { type BatchLine } from '../../../src/core/batch/batchLine.ts';
import { formatBatchLine } from '../../../src/core/batch/formatBatchLine.ts';
import { parseBatchLine } from '../../../src/core/batch/parseBatchLine.ts';
import type { ChatMessage } from '../../../src/core/chat.ts';

const QUESTION = { role: 'user', content: '写一首诗' };

describe('A batch line', () => {
  it('is read in the format of OpenAI', () => {
    const line = {
      custom_id: 'request-1',
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'ernie-5.1',
        messages: [{ role: 'system', content: 'Be brief.' }, QUESTION],
        max_tokens: 1000,
        temperature: 0,
        stream: false,
        stream_options: { include_usage: true },
      },
    };
    assert.deepEqual(parseBatchLine(JSON.stringify(line)), {
      customId: 'request-1',
      model: 'ernie-5.1',
      messages: line.body.messages,
      maxOutputTokens: 1000,
      temperature: 0,
    });
  });

  it('is read with tool calls and their results', () => {
    const messages = [
      QUESTION,
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"北京"}' } }],
      },
      { role: 'tool', content: '晴', tool_call_id: 'call_1' },
    ];
    assert.deepEqual(parsedBody({ messages }).messages.slice(1), [
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"北京"}' }],
      },
      { role: 'tool', content: '晴', toolCallId: 'call_1' },
    ]);
  });

  it('is read with all supported options', () => {
    const schema = { type: 'object', properties: { constructor: { type: 'string' } } };
    const { options } = parsedBody({
      web_search: { enable: true, enable_citation: true },
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
      thinking: { type: 'enabled' },
      thinking_budget: 200,
      tools: [{ type: 'function', function: { name: 'weather', description: 'Tells it', parameters: schema } }],
      tool_choice: { type: 'function', function: { name: 'weather' } },
      stop: '完',
      seed: 7,
      penalty_score: 1.5,
    });
    assert.deepEqual(options, {
      webSearch: true,
      responseFormat: { name: 'answer', schema },
      thinking: { enabled: true, budgetTokens: 200 },
      tools: [{ name: 'weather', description: 'Tells it', parameters: schema }],
      toolChoice: { tool: 'weather' },
      stop: ['完'],
      seed: 7,
      penaltyScore: 1.5,
    });
  });

  it('has no option for the plain text format', () => {
    assert.equal(parsedBody({ response_format: { type: 'text' } }).options, undefined);
  });

  it('may have null for fields that are not set', () => {
    const body = { model: null, temperature: null, stop: null, tools: null, tool_choice: null, max_tokens: null };
    assert.deepEqual(parsedBody(body), { customId: 'a', messages: [QUESTION] });
  });

  it('may use both names of the output limit if they have the same value', () => {
    assert.equal(parsedBody({ max_tokens: 9, max_completion_tokens: 9 }).maxOutputTokens, 9);
  });

  it('is unchanged after it was written and read', () => {
    fc.assert(
      fc.property(batchLines, line => {
        assert.deepEqual(parseBatchLine(formatBatchLine(line, 'other')), { model: 'other', ...line });
      }),
    );
  });

  it('is written with the fields that its model uses', () => {
    const line = { customId: 'a', messages: [], options: { thinking: { enabled: true, budgetTokens: 200 } } };
    const bodyFor = (model: string): unknown => (JSON.parse(formatBatchLine(line, model)) as { body: unknown }).body;
    assert.deepEqual(bodyFor('ernie-5.1'), {
      model: 'ernie-5.1',
      messages: [],
      enable_thinking: true,
      thinking_budget: 200,
    });
    assert.deepEqual(bodyFor('deepseek-v3.2'), {
      model: 'deepseek-v3.2',
      messages: [],
      thinking: { type: 'enabled' },
      thinking_budget: 200,
    });
  });

  it('is written as one line, whatever it contains', () => {
    fc.assert(fc.property(batchLines, line => !/[\r\n]/.test(formatBatchLine(line, 'other'))));
  });
});

function lineOf(body: object, line: object = {}): object {
  return { custom_id: 'a', ...line, body: { messages: [QUESTION], ...body } };
}

function parsedBody(body: object): BatchLine {
  return parseBatchLine(JSON.stringify(lineOf(body)));
}

const text = fc.string({ unit: 'grapheme' });
const name = fc.stringMatching(/^\w{1,20}$/);
const jsonSchema = fc.dictionary(fc.string(), fc.jsonValue());
const call = fc.record({ id: text, name, arguments: text });
const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: text }),
  fc.record({ role: fc.constant('assistant' as const), content: text }),
  fc.record({
    role: fc.constant('assistant' as const),
    content: text,
    toolCalls: fc.array(call, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ role: fc.constant('tool' as const), content: text, toolCallId: text }),
);
const tool = fc.record({ name, description: text, parameters: jsonSchema }, { requiredKeys: ['name'] });
const options: fc.Arbitrary<AnswerOptions> = fc
  .record(
    {
      webSearch: fc.boolean(),
      responseFormat: fc.oneof(fc.constant('json_object' as const), fc.record({ name, schema: jsonSchema })),
      thinking: fc.oneof(
        fc.record({ enabled: fc.boolean() }),
        fc.record({ enabled: fc.constant(true), budgetTokens: fc.integer({ min: 100, max: 9999 }) }),
      ),
      tools: fc.array(tool, { minLength: 1, maxLength: 3 }),
      toolChoice: fc.oneof(
        fc.constantFrom('auto' as const, 'none' as const, 'required' as const),
        fc.record({ tool: name }),
      ),
      stop: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }),
      seed: fc.integer(),
      penaltyScore: fc.double({ min: 1, max: 2, noNaN: true }),
    },
    { requiredKeys: [] },
  )
  .filter(each => Object.keys(each).length > 0);
const batchLines: fc.Arbitrary<BatchLine> = fc
  .record(
    {
      customId: name,
      model: name,
      messages: fc.array(message, { minLength: 1, maxLength: 5 }),
      maxOutputTokens: fc.integer({ min: 1, max: 100_000 }),
      temperature: fc.double({ min: 0, max: 2, noNaN: true }),
      options,
    },
    { requiredKeys: ['customId', 'messages'] },
  )
  // Normalized by JSON: without null-prototype objects and negative zero.
  .map(line => JSON.parse(JSON.stringify(line)) as BatchLine);
