import assert from 'node:assert/strict';

import type { AnswerOptions } from '../../../src/core/answerOptions.ts';
import { noAuthorization } from '../../../src/core/authorization.ts';
import type { AuthorizedRequest } from '../../../src/core/chat.ts';
import { bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, FINISH, delta } from './attempt.ts';

async function sent(change: Partial<AuthorizedRequest>): Promise<Attempt> {
  const attempt = new Attempt(() => eventStream(bodyOf(delta('hi'), FINISH)), change);
  await attempt.run();
  return attempt;
}

async function bodySent(change: Partial<AuthorizedRequest>): Promise<Record<string, unknown>> {
  return JSON.parse((await sent(change)).network.lastCall.body) as Record<string, unknown>;
}

/** Returns the fields that the options add to a request. */
async function added(options: AnswerOptions, model = 'ernie-5.1'): Promise<Record<string, unknown>> {
  const plain = Object.keys(await bodySent({ model }));
  return Object.fromEntries(
    Object.entries(await bodySent({ model, options })).filter(([name]) => !plain.includes(name)),
  );
}

describe('A request of V2', () => {
  it('sends no option that was not set', async () => {
    assert.deepEqual(await added({}), {});
  });

  it('sends the options that were set', async () => {
    assert.deepEqual(await added({ stop: ['END'], seed: 7, penaltyScore: 1.5, responseFormat: 'json_object' }), {
      stop: ['END'],
      seed: 7,
      penalty_score: 1.5,
      response_format: { type: 'json_object' },
    });
    const schema = { type: 'object', properties: { title: { type: 'string' } } };
    assert.deepEqual(await added({ responseFormat: { name: 'title', schema } }), {
      response_format: { type: 'json_schema', json_schema: { name: 'title', schema } },
    });
  });

  it('enables web search with sources, or disables it', async () => {
    assert.deepEqual(await added({ webSearch: true }), {
      web_search: { enable: true, enable_citation: true, enable_trace: true },
    });
    assert.deepEqual(await added({ webSearch: false }), { web_search: { enable: false } });
  });

  it('switches thinking with the fields of the model', async () => {
    const on = { thinking: { enabled: true, budgetTokens: 4_000 } };
    const off = { thinking: { enabled: false, budgetTokens: 4_000 } };
    for (const model of ['ernie-5.0-thinking-latest', 'qwen3-32b', 'baidu/ERNIE-4.5-VL-28B-A3B-PT', 'unknown']) {
      assert.deepEqual(await added(on, model), { enable_thinking: true, thinking_budget: 4_000 });
      assert.deepEqual(await added(off, model), { enable_thinking: false });
    }
    for (const model of ['deepseek-v3.2', 'kimi-k2.5', 'glm-5', 'zai-org/GLM-5']) {
      assert.deepEqual(await added(on, model), { thinking: { type: 'enabled' }, thinking_budget: 4_000 });
      assert.deepEqual(await added(off, model), { thinking: { type: 'disabled' } });
    }
    assert.deepEqual(await added({ thinking: { enabled: true, budgetTokens: 1 } }), {
      enable_thinking: true,
      thinking_budget: 100,
    });
  });

  it('offers tools', async () => {
    const read = {
      name: 'read',
      description: 'reads a file',
      parameters: { type: 'object', properties: {}, required: ['path'] },
    };
    assert.deepEqual(await added({ tools: [read, { name: 'now' }], toolChoice: { tool: 'now' } }), {
      tools: [
        { type: 'function', function: read },
        { type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } },
      ],
      tool_choice: { type: 'function', function: { name: 'now' } },
    });
    assert.deepEqual((await added({ tools: [read], toolChoice: 'required' }))['tool_choice'], 'required');
  });

  it('sends tool calls and their results', async () => {
    const { messages } = await bodySent({
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: '?' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'call-1', name: 'now', arguments: '{}' }] },
        { role: 'tool', content: '12:00', toolCallId: 'call-1' },
      ],
    });
    assert.deepEqual(messages, [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: '?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call-1', type: 'function', function: { name: 'now', arguments: '{}' } }],
      },
      { role: 'tool', content: '12:00', tool_call_id: 'call-1' },
    ]);
  });

  it('sends a local server the older limit too, and no key', async () => {
    const endpoint = { name: 'local', baseUrl: 'http://localhost:11434/v1' };
    const attempt = await sent({ endpoint, authorization: noAuthorization });
    const { url, headers, body } = attempt.network.lastCall;
    assert.equal(url, 'http://localhost:11434/v1/chat/completions');
    assert.equal(headers.has('authorization'), false);
    assert.deepEqual(Object.keys(JSON.parse(body) as object).sort(), [
      'max_completion_tokens',
      'max_tokens',
      'messages',
      'model',
      'stream',
      'stream_options',
    ]);
    assert.equal('max_tokens' in (await bodySent({})), false);
  });
});
