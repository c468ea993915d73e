import assert from 'node:assert/strict';
import type { Item, ItemOutcome } from '../../../src/core/batch/item.ts';
import {
  couldBeResult,
  LONGEST_BEGINNING,
  resultBeginning,
  resultLine,
} from '../../../src/core/batch/results/resultLine.ts';

const item: Item = {
  number: 17,
  customId: 'src/a.ts',
  inputHash: 'h',
  byteOffset: 0,
  byteLength: 1,
  state: 'done',
  tries: 1,
  questionId: '0b7f2d3e-1d0e-4b0e-9d56-1f2f3a4b5c6d',
  endedAtMs: 1_795_000_000_900,
};

function lineOf(outcome: ItemOutcome | undefined, other: Partial<Item> = {}): unknown {
  return JSON.parse(resultLine({ ...item, ...other, ...(outcome && { outcome }) }));
}

const answer = { text: '订单', reasoning: '', toolCalls: [], finish: 'stop' } as const;

describe('A result line', () => {
  it('has the format of OpenAI’s batch results', () => {
    const usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, reasoningTokens: 5 };
    assert.deepEqual(
      lineOf({
        state: 'done',
        answer: { ...answer, reasoning: 'Hm' },
        model: 'ernie-5.1',
        usage,
        requestId: 'as-x',
      }),
      {
        id: 'batch_req_0b7f2d3e-1d0e-4b0e-9d56-1f2f3a4b5c6d.17',
        custom_id: 'src/a.ts',
        response: {
          status_code: 200,
          request_id: 'as-x',
          body: {
            id: 'as-x',
            object: 'chat.completion',
            created: 1_795_000_000,
            model: 'ernie-5.1',
            choices: [
              {
                index: 0,
                message: { role: 'assistant', content: '订单', reasoning_content: 'Hm' },
                finish_reason: 'stop',
              },
            ],
            usage: {
              prompt_tokens: 100,
              completion_tokens: 20,
              total_tokens: 120,
              prompt_tokens_details: { cached_tokens: 40 },
              completion_tokens_details: { reasoning_tokens: 5 },
            },
          },
        },
        error: null,
      },
    );
  });

  it('shows no usage for a cached answer', () => {
    const line = lineOf({ state: 'done', answer, model: 'm', isCached: true }) as {
      response: { request_id: string; body: { id: string; usage: { total_tokens: number } } };
    };
    assert.equal(line.response.request_id, '');
    assert.equal(line.response.body.id, 'chatcmpl-0b7f2d3e-1d0e-4b0e-9d56-1f2f3a4b5c6d');
    assert.equal(line.response.body.usage.total_tokens, 0);
  });

  it('uses the finish reasons of the service', () => {
    const reason = (finish?: 'stop' | 'length' | 'filtered' | 'tools'): unknown => {
      const { text, reasoning, toolCalls } = answer;
      const settled = { text, reasoning, toolCalls, ...(finish && { finish }) };
      const line = lineOf({ state: 'done', answer: settled, model: 'm' }) as {
        response: { body: { choices: [{ finish_reason: unknown }] } };
      };
      return line.response.body.choices[0].finish_reason;
    };
    assert.deepEqual((['stop', 'length', 'filtered', 'tools', undefined] as const).map(reason), [
      'stop',
      'length',
      'content_filter',
      'tool_calls',
      null,
    ]);
  });

  it('contains the tool calls of the model', () => {
    const toolCalls = [{ id: 'c1', name: 'weather', arguments: '{"city":"北京"}' }];
    const line = lineOf({ state: 'done', answer: { ...answer, text: '', toolCalls, finish: 'tools' }, model: 'm' });
    const calls = [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"北京"}' } }];
    assert.deepEqual(
      (line as { response: { body: { choices: [{ message: unknown }] } } }).response.body.choices[0].message,
      { role: 'assistant', content: '', tool_calls: calls },
    );
  });

  it('shows why an item failed, with the service’s own code', () => {
    const failure = { kind: 'refused', status: 429, code: 'rpm_rate_limit_exceeded', requestId: 'as-y' } as const;
    assert.deepEqual(lineOf({ state: 'failed', failure }), {
      id: 'batch_req_0b7f2d3e-1d0e-4b0e-9d56-1f2f3a4b5c6d.17',
      custom_id: 'src/a.ts',
      response: null,
      error: { code: 'refused', message: 'refused, rpm_rate_limit_exceeded, HTTP 429, request as-y' },
    });
    const { error } = lineOf({ state: 'failed', failure: { kind: 'input-changed' } }) as { error: unknown };
    assert.deepEqual(error, { code: 'input-changed', message: 'input-changed' });
  });

  it('is a single line to every program, whatever the answer contains', () => {
    const text = 'a\nb\r\nc\u2028d\u2029e\u0085f\u0000\ud800';
    const line = resultLine({
      ...item,
      customId: text,
      outcome: { state: 'done', answer: { ...answer, text }, model: 'm' },
    });
    assert.doesNotMatch(line, /[\n\r\u0085\u2028\u2029\0]|\p{Cs}/u);
    const back = JSON.parse(line) as { custom_id: string };
    assert.equal(back.custom_id, text);
  });

  it('is recognized by its beginning', () => {
    const line = resultLine({ ...item, customId: 'x'.repeat(10_000), number: 100_000 });
    assert.deepEqual(resultBeginning(line.slice(0, LONGEST_BEGINNING)), {
      number: 100_000,
      questionId: item.questionId,
    });
    for (const other of ['', '{}', '{"id":"batch_req_1","custom_id":"a"}', ` ${line}`, `\0${line}`]) {
      assert.equal(resultBeginning(other), undefined);
    }
  });

  it('is recognized when truncated at any character', () => {
    const line = resultLine(item);
    for (let length = 0; length <= line.length; length++) assert.ok(couldBeResult(line.slice(0, length)));
    assert.ok(couldBeResult('\0\0\0'));
    for (const other of ['x', '{"custom_id"', 'hello\0']) assert.ok(!couldBeResult(other));
  });
});
