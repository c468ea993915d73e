import assert from 'node:assert/strict';

import type { AuthorizedRequest } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { v1Endpoint } from '../../../src/core/qianfan/v1/v1Endpoint.ts';
import { bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, QUESTION } from './attempt.ts';
import * as recorded from './dialects.ts';

/** Sends an attempt and reads its answer. */
async function sent(change: Partial<AuthorizedRequest> = {}): Promise<Attempt> {
  const body = (): ReadableStream<Uint8Array> => bodyOf(recorded.frame('hi', { is_end: true }));
  const attempt = new Attempt(() => eventStream(body()), {
    endpoint: recorded.v1Endpoint,
    model: 'ernie-4.0-8k',
    maxOutputTokens: 1_000,
    ...change,
  });
  await attempt.run();
  return attempt;
}

async function bodySent(change: Partial<AuthorizedRequest> = {}): Promise<Record<string, unknown>> {
  return JSON.parse((await sent(change)).network.lastCall.body) as Record<string, unknown>;
}

describe('A request of V1', () => {
  it('asks for a streamed answer, and sends only what was set', async () => {
    const attempt = await sent();
    const { url, method, headers, body } = attempt.network.lastCall;
    const address = 'https://aip.example/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro';
    assert.equal(`${method} ${url}`, `POST ${address}`);
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.has('appid'), false);
    assert.deepEqual(JSON.parse(body), {
      messages: [{ role: 'user', content: QUESTION }],
      stream: true,
      max_output_tokens: 1_000,
    });
  });

  it('is authorized in its URL, and the token appears nowhere else', async () => {
    const token = '24.canarytoken.2592000';
    const authorization = {
      apply: (_: string, url: URL) => ({ url: new URL(`${url.href}?access_token=${token}`), headers: {} }),
      secrets: [token],
    };
    const attempt = await sent({ authorization });
    assert.match(attempt.network.lastCall.url, /completions_pro\?access_token=24\.canarytoken/);
    assert.match(
      attempt.logged.join('\n'),
      /POST aip\.example\/rpc\/2\.0\/ai_custom\/v1\/wenxinworkshop\/chat\/completions_pro: /,
    );
    assert.doesNotMatch(attempt.logged.join('\n'), /canary|access_token/);
  });

  it('extends a base URL with a path, and sends no application ID', async () => {
    const endpoint = { ...recorded.v1Endpoint, baseUrl: 'https://relay.example/baidu/', appId: 'app-1' };
    const { url, headers } = (await sent({ endpoint })).network.lastCall;
    assert.match(url, /^https:\/\/relay\.example\/baidu\/rpc\/2\.0\//);
    assert.equal(headers.has('appid'), false);
  });

  it('moves the system message to the top level, and merges messages to follow the rules', async () => {
    const { system, messages } = await bodySent({
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'one' },
        { role: 'user', content: 'two' },
      ],
    });
    assert.deepEqual([system, messages], ['be brief', [{ role: 'user', content: 'one\n\ntwo' }]]);
  });

  it('limits the output to the maximum of the model', async () => {
    const limits: [model: string, wanted: number, sent: number][] = [
      ['ernie-4.0-8k', 100_000, 2048],
      ['ERNIE-Speed-128K', 100_000, 4096],
      ['ernie-4.0-8k', 1, 2],
      ['my_own_endpoint', 100_000, 100_000],
    ];
    for (const [model, maxOutputTokens, expected] of limits) {
      assert.equal((await bodySent({ model, maxOutputTokens }))['max_output_tokens'], expected, model);
    }
  });

  it('clamps the temperature to the range of V1', async () => {
    const moved = { 0: 0.01, 0.2: 0.2, 1: 1, 1.7: 1 };
    for (const [wanted, expected] of Object.entries(moved)) {
      assert.equal((await bodySent({ temperature: Number(wanted) }))['temperature'], expected);
    }
  });

  it('sends options under the names of V1, and leaves out unsupported ones', async () => {
    const options = {
      webSearch: true,
      responseFormat: { name: 'list', schema: { type: 'array' } },
      thinking: { enabled: true },
      seed: 7,
      stop: ['END'],
      penaltyScore: 1.5,
    };
    const { messages: _, ...body } = await bodySent({ options });
    assert.deepEqual(body, {
      stream: true,
      max_output_tokens: 1_000,
      disable_search: false,
      enable_citation: true,
      enable_trace: true,
      response_format: 'json_object',
      stop: ['END'],
      penalty_score: 1.5,
    });
    assert.equal((await bodySent({ options: { webSearch: false } }))['disable_search'], true);
  });

  it('offers tools as functions', async () => {
    const read = {
      name: 'read',
      description: 'reads a file',
      parameters: { type: 'object', properties: {}, required: ['path'] },
    };
    const body = await bodySent({ options: { tools: [read, { name: 'now' }], toolChoice: { tool: 'now' } } });
    assert.deepEqual(body['functions'], [
      read,
      { name: 'now', description: 'now', parameters: { type: 'object', properties: {} } },
    ]);
    assert.deepEqual(body['tool_choice'], { type: 'function', function: { name: 'now' } });
  });

  it('requires a function call only when it can name the function', async () => {
    const one = { tools: [{ name: 'now' }] };
    const two = { tools: [{ name: 'now' }, { name: 'then' }] };
    const choice = async (options: NonNullable<AuthorizedRequest['options']>) =>
      (await bodySent({ options }))['tool_choice'];
    assert.deepEqual(await choice({ ...one, toolChoice: 'required' }), { type: 'function', function: { name: 'now' } });
    assert.equal(await choice({ ...two, toolChoice: 'required' }), undefined);
    assert.equal(await choice({ ...one, toolChoice: 'auto' }), undefined);
    assert.equal('functions' in (await bodySent({ options: { ...one, toolChoice: 'none' } })), false);
  });
});

describe('A V1 endpoint', () => {
  it('is found by the model name in any case', () => {
    const names = {
      'ERNIE-4.0-8K': 'completions_pro',
      'ernie-3.5-8k': 'completions',
      'ERNIE-4.0-8K-Preview-0518': 'completions_adv_pro',
      'ERNIE-4.0-Turbo-8K': 'ernie-4.0-turbo-8k',
      'ERNIE-Speed-8K': 'ernie_speed',
      'ERNIE-Lite-8K-0922': 'eb-instant',
      'ERNIE-Lite-8K-0308': 'ernie-lite-8k',
      'ERNIE-Functions-8K': 'ernie-func-8k',
      'Yi-34B-Chat': 'yi_34b_chat',
    };
    for (const [model, name] of Object.entries(names)) assert.equal(v1Endpoint(model).name, name);
  });

  it('is the name itself for an unknown model', () => {
    assert.deepEqual(v1Endpoint('my_Own.endpoint-1'), { name: 'my_Own.endpoint-1', maxOutputTokens: undefined });
    assert.equal(v1Endpoint('Constructor').name, 'Constructor');
  });

  it('rejects names that could lead to another URL', () => {
    for (const model of ['', '.', '..', '../oauth', 'a/b', 'a?b=1', 'a#b', '%2e%2e', '文心', 'a\nb', '-a']) {
      assert.throws(
        () => v1Endpoint(model),
        (error: unknown) => error instanceof WenxinError && error.kind === 'invalid',
        JSON.stringify(model),
      );
    }
  });
});
