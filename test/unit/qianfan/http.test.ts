import assert from 'node:assert/strict';

import fc from 'fast-check';

import { bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, KEY, QUESTION, USAGE, delta, event } from './attempt.ts';

const stream = (...pieces: string[]): Attempt => new Attempt(() => eventStream(bodyOf(...pieces)));
const done = { type: 'done', finish: 'stop' };

describe('The Qianfan backend', () => {
  it('sends nothing before the answer is read', async () => {
    const attempt = stream(delta('hi'), FINISH, DONE);
    await attempt.clock.advance(1000);
    assert.equal(attempt.network.calls.length, 0);
    assert.equal(attempt.clock.pendingTimers, 0);
    await attempt.run();
    assert.equal(attempt.network.calls.length, 1);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('requests a streamed answer with usage', async () => {
    const attempt = stream(delta('hi'), FINISH, DONE);
    await attempt.run();
    const { url, method, headers, body, redirect } = attempt.network.lastCall;
    assert.equal(`${method} ${url}`, 'POST https://qianfan.example/v2/chat/completions');
    assert.equal(redirect, 'manual');
    assert.equal(headers.get('authorization'), `Bearer ${KEY}`);
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.has('appid'), false);
    assert.deepEqual(JSON.parse(body), {
      model: 'ernie-5.1',
      messages: [{ role: 'user', content: QUESTION }],
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 4096,
    });
    assert.deepEqual(attempt.asked, ['ernie-5.1']);
  });

  it('sends the temperature and the application ID only when they are set', async () => {
    const endpoint = { name: 'test', baseUrl: 'http://127.0.0.1:8180/v1/', appId: 'app-1' };
    const attempt = new Attempt(() => eventStream(bodyOf(delta('hi'), FINISH)), { temperature: 0.2, endpoint });
    await attempt.run();
    assert.equal(attempt.network.lastCall.url, 'http://127.0.0.1:8180/v1/chat/completions');
    assert.equal(attempt.network.lastCall.headers.get('appid'), 'app-1');
    assert.equal((JSON.parse(attempt.network.lastCall.body) as { temperature: unknown }).temperature, 0.2);
  });

  it('yields reasoning, text, and finally the usage of the last message', async () => {
    const attempt = stream(
      event({ choices: [{ delta: { role: 'assistant', content: '', reasoning_content: '想' } }] }),
      event({ choices: [{ delta: { content: '答' } }], usage: { prompt_tokens: 7, completion_tokens: 1 } }),
      delta('案'),
      FINISH,
      USAGE,
      DONE,
    );
    assert.deepEqual(await attempt.run(), [
      { type: 'reasoning', text: '想' },
      { type: 'text', text: '答' },
      { type: 'text', text: '案' },
      { ...done, usage: { inputTokens: 7, cachedInputTokens: 5, outputTokens: 67, reasoningTokens: 0 } },
    ]);
  });

  it('yields the same text however the recorded bytes are split', async () => {
    const texts = ['你好，', '😀', '𠮷', ' world\n', '```ts\n', '👩‍👩‍👧'];
    const recorded = new TextEncoder().encode(texts.map(text => delta(text)).join('') + FINISH + USAGE + DONE);
    const expected = texts.join('');
    const textOf = async (pieces: readonly Uint8Array[]): Promise<string> => {
      const attempt = new Attempt(() => eventStream(bodyOf(...pieces)));
      await attempt.run();
      return attempt.text;
    };
    for (let at = 1; at < recorded.length; at++) {
      assert.equal(await textOf([recorded.slice(0, at), recorded.slice(at)]), expected, `cut at ${at}`);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: recorded.length - 1 }), { maxLength: 40 }),
        async cuts => {
          const edges = [0, ...cuts.sort((a, b) => a - b), recorded.length];
          assert.equal(await textOf(edges.slice(1).map((end, i) => recorded.slice(edges[i], end))), expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('accepts either a finish reason or the end mark as the end of an answer', async () => {
    assert.deepEqual((await stream(delta('hi'), FINISH).run()).at(-1), done);
    assert.deepEqual((await stream(delta('hi'), DONE).run()).at(-1), done);
    assert.deepEqual((await stream(delta('hi', { finish_reason: 'normal' })).run()).at(-1), done);
    assert.deepEqual((await stream(delta('hi', { is_end: true })).run()).at(-1), done);
  });

  it('reports an answer cut by the length limit or the safety rules, also without text', async () => {
    assert.equal((await stream(delta('hi', { finish_reason: 'length' }), DONE).run()).at(-1)?.type, 'done');
    assert.deepEqual(await stream(delta('', { finish_reason: 'length' }), DONE).run(), [
      { type: 'done', finish: 'length' },
    ]);
    const filtered = await stream(delta('', { finish_reason: 'content_filter' })).run();
    assert.deepEqual(filtered, [{ type: 'done', finish: 'filtered' }]);
  });

  it('yields safety flags before the text they concern, and a withdrawal after it', async () => {
    const attempt = stream(
      delta('a', { flag: 0 }),
      delta('b', { flag: 1 }),
      delta('c', { flag: 3 }),
      delta('d', { flag: 3 }),
    );
    await assert.rejects(attempt.run());
    assert.deepEqual(attempt.events, [
      { type: 'text', text: 'a' },
      { type: 'safety', verdict: 'warn' },
      { type: 'text', text: 'b' },
      { type: 'safety', verdict: 'hide' },
      { type: 'text', text: 'c' },
      { type: 'text', text: 'd' },
    ]);
    assert.deepEqual(
      (await stream(delta('a', { flag: 4 }), delta('', { flag: 4 }), delta('b', { flag: 4 }), FINISH).run()).slice(
        0,
        -1,
      ),
      [
        { type: 'text', text: 'a' },
        { type: 'safety', verdict: 'withdraw' },
        { type: 'text', text: 'b' },
        { type: 'safety', verdict: 'withdraw' },
      ],
    );
    assert.deepEqual((await stream(delta('a', { flag: 2 }), FINISH).run())[0], { type: 'safety', verdict: 'end' });
  });

  it('reports that the answer started when its headers arrive, with the request ID', async () => {
    const attempt = new Attempt(() => eventStream(bodyOf(delta('hi'), FINISH), { 'x-baidu-request-id': 'req-1' }));
    await attempt.run();
    assert.deepEqual(attempt.started, ['req-1']);
  });

  it('accepts a relay that sends a single JSON answer', async () => {
    const whole = {
      id: 'as-2',
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: '答案', reasoning_content: '想' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 4 },
    };
    const attempt = new Attempt(() => Response.json(whole));
    assert.deepEqual(await attempt.run(), [
      { type: 'reasoning', text: '想' },
      { type: 'text', text: '答案' },
      { ...done, usage: { inputTokens: 3, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0 } },
    ]);
    assert.equal(attempt.started.length, 1);
  });

  for (const type of ['text/plain', 'application/octet-stream', 'text/html', 'application/json']) {
    it(`reads a stream that is labelled ${type}`, async () => {
      const response = new Response(bodyOf('\uFEFF: hello\n\n', delta('hi'), FINISH), {
        headers: { 'content-type': type },
      });
      const attempt = new Attempt(() => response);
      await attempt.run();
      assert.equal(attempt.text, 'hi');
      assert.equal(attempt.started.length, 1);
    });
  }

  it('reads a single JSON answer whatever its content type, also as an event stream', async () => {
    for (const type of ['text/plain', 'text/event-stream']) {
      const whole = JSON.stringify({ choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }] });
      const attempt = new Attempt(
        () => new Response(bodyOf(`\n ${whole}`.trim()), { headers: { 'content-type': type } }),
      );
      await attempt.run();
      assert.equal(attempt.text, 'hi');
    }
  });

  it('keeps the last usage when messages without usage follow', async () => {
    const end = (await stream(delta('hi'), USAGE, event({ choices: [], usage: null }), FINISH, DONE).run()).at(-1);
    assert.equal(end?.type === 'done' && end.usage?.outputTokens, 67);
  });

  it('omits the usage when it is implausible', async () => {
    const zero = event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 } });
    assert.deepEqual((await stream(delta('hi'), FINISH, zero, DONE).run()).at(-1), done);
  });

  it('ignores unknown messages and fields', async () => {
    const odd = [
      event({ type: 'ping' }),
      'event: x\ndata: {"choices":[{"delta":null,"finish_reason":null}]}\n\n',
      event({ choices: [], usage: null }),
    ];
    const attempt = stream(
      ...odd,
      delta('hi'),
      event({ choices: [{ delta: { content: 5, tool_calls: [] } }] }),
      FINISH,
      DONE,
      'data: {"error":{}}',
    );
    await attempt.run();
    assert.equal(attempt.text, 'hi');
  });
});
