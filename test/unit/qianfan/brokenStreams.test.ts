import assert from 'node:assert/strict';

import { ScriptedBody, bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, QUESTION } from './attempt.ts';
import { DIALECTS, openStreamIn, streamIn } from './dialects.ts';

for (const dialect of DIALECTS) {
  const { name, piece, end, completion, request, limit, limitCode } = dialect;
  const stream = (...pieces: (string | Uint8Array)[]): Attempt => streamIn(dialect, ...pieces);
  const message = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
  const json = (body: string | ReadableStream<Uint8Array>): Attempt =>
    new Attempt(() => new Response(body, { headers: { 'content-type': 'application/json; charset=utf-8' } }), request);

  describe(`a broken stream of ${name}`, () => {
    it('is truncated when it ends without an end mark, and keeps the text so far', async () => {
      const attempt = stream(piece('half an'), piece(' answer'));
      await attempt.fails('truncated');
      assert.equal(attempt.text, 'half an answer');
    });

    it('is truncated at whatever byte it ends before the answer is complete, and leaves no timers', async () => {
      const bytes = new TextEncoder().encode(piece('你好') + piece('世界') + completion);
      const complete = bytes.length - '\n\n'.length;
      for (let length = 1; length < complete; length += 7) {
        const attempt = stream(bytes.slice(0, length));
        await attempt.fails('truncated');
        assert.ok('你好世界'.startsWith(attempt.text));
        assert.equal(attempt.clock.pendingTimers, 0);
      }
    });

    it('is truncated when it ends inside an event', async () => {
      const attempt = stream(piece('half'), piece('other').slice(0, 20));
      await attempt.fails('truncated');
      assert.equal(attempt.text, 'half');
    });

    it('is truncated when the connection breaks, before or after the first content', async () => {
      for (const pieces of [[], [piece('half')]]) {
        const { attempt, body } = openStreamIn(dialect);
        for (const each of pieces) body.push(each);
        const failure = attempt.fails('truncated');
        await attempt.clock.advance(0);
        const cause = Object.assign(new Error(), { code: 'UND_ERR_SOCKET' });
        body.fail(new TypeError('terminated', { cause }));
        assert.equal((await failure).details.code, 'UND_ERR_SOCKET');
        assert.equal(attempt.started.length, 1);
      }
    });

    it('yields no part of a JSON answer that breaks off', async () => {
      const body = new ScriptedBody();
      body.push(JSON.stringify(dialect.whole('half of it')).slice(0, -30));
      const attempt = json(body.stream);
      const failure = attempt.fails('truncated');
      await attempt.clock.advance(0);
      body.fail(new TypeError('terminated'));
      await failure;
      assert.deepEqual(attempt.events, []);
    });

    it('does not affect an answer that was already complete', async () => {
      const { attempt, body } = openStreamIn(dialect);
      body.push(piece('all') + completion);
      const events = attempt.run();
      await attempt.clock.advance(0);
      body.fail(new TypeError('terminated'));
      assert.equal((await events).at(-1)?.type, 'done');
    });

    it('is stalled when nothing more arrives, unless the answer was complete', async () => {
      const half = openStreamIn(dialect);
      half.body.push(piece('half'));
      const failure = half.attempt.fails('stalled');
      await half.attempt.clock.advance(30_000);
      await failure;
      assert.deepEqual([half.attempt.text, half.body.cancelled], ['half', true]);

      const whole = openStreamIn(dialect);
      whole.body.push(piece('all') + completion);
      const events = whole.attempt.run();
      await whole.attempt.clock.advance(5_000);
      assert.equal((await events).at(-1)?.type, 'done');
      assert.equal(whole.body.cancelled, true);
      assert.equal(whole.attempt.clock.pendingTimers, 0);
    });

    it('is stalled even when messages without content keep arriving', async () => {
      const { attempt, body } = openStreamIn(dialect);
      body.push(piece('half'));
      const failure = attempt.fails('stalled');
      for (let second = 1; second < 30; second++) {
        await attempt.clock.advance(1000);
        body.push(second % 2 === 0 ? ': still here\n\n' : piece(''));
      }
      await attempt.clock.advance(1000);
      await failure;
    });

    it('is empty when it is complete without any text', async () => {
      await stream(...end).fails('empty');
      await json(JSON.stringify(dialect.whole(''))).fails('empty');
    });

    it('is empty when the body has no bytes', async () => {
      await stream('').fails('empty');
      await new Attempt(() => new Response(null, { status: 204 }), request).fails('empty');
    });

    it('reports the number and length of an event that is not JSON, but not its text', async () => {
      const attempt = stream(piece('a'), `data: {"choices": ${QUESTION}\n\n`);
      const failure = await attempt.fails('not-json');
      assert.equal(failure.message, `Event 2 of ${12 + QUESTION.length} characters is not JSON`);
      assert.equal(attempt.text, 'a');
    });

    it('is not understood when its events are JSON of another protocol', async () => {
      await stream(piece('a'), message('b')).fails('not-json');
      await json('{"choices":7}').fails('not-json');
    });

    it('is not JSON when a web page comes instead of an answer', async () => {
      for (const type of ['text/html', 'text/event-stream', 'application/json']) {
        const page = new Response('<!DOCTYPE html><title>Login</title>', { headers: { 'content-type': type } });
        await new Attempt(() => page, request).fails('not-json');
      }
    });

    it('is too large beyond 16 MB or with an endless line, and closes the connection', async () => {
      const megabyte = `: ${'x'.repeat(1024 * 1024 - 4)}\n\n`;
      const floods = [Array<string>(17).fill(megabyte), ['data: "', ...Array<string>(3).fill('x'.repeat(512 * 1024))]];
      for (const flood of floods) {
        const { attempt, body } = openStreamIn(dialect);
        for (const each of flood) body.push(each);
        await attempt.fails('too-large');
        assert.equal(body.cancelled, true);
      }
    });
  });

  describe(`an error inside a good answer of ${name}`, () => {
    it('has the same meaning as a refusal, and keeps the text so far', async () => {
      const attempt = stream(piece('half'), message(limit));
      const failure = await attempt.fails('refused');
      assert.equal(attempt.text, 'half');
      assert.deepEqual([failure.details.code, failure.details.requestId], [limitCode, 'as-9']);
    });

    it('is found in a bare line of the stream, wherever the line is split', async () => {
      const line = JSON.stringify(limit);
      for (let at = 1; at < line.length; at += 5) {
        const attempt = stream(piece('half'), line.slice(0, at), `${line.slice(at)}\n`);
        await attempt.fails('refused');
        assert.equal(attempt.text, 'half');
      }
    });

    it('is found in a stream that contains nothing else', async () => {
      for (const body of [message(limit), `${JSON.stringify(limit)}\n`, JSON.stringify(limit)]) {
        await stream(body).fails('refused');
      }
    });

    it('is found in a JSON body with status 200, which does not count as a started answer', async () => {
      const attempt = json(JSON.stringify(limit));
      await attempt.fails('refused');
      assert.deepEqual(attempt.started, []);
    });

    it('is found in the format of the other protocol, because relays mix them', async () => {
      for (const other of DIALECTS) await stream(piece('half'), message(other.limit)).fails('refused');
      await json('{"code":336501,"msg":"Rate limit reached for RPM"}').fails('refused');
    });
  });

  describe(`an answer of ${name}`, () => {
    const usage = { inputTokens: 7, outputTokens: 67, reasoningTokens: 0 };

    it('is the same in every framing', async () => {
      const lines = [piece('汉字 😀'), piece(' and\nlines'), ...end].join('');
      const framings: Record<string, string> = {
        'line feeds': lines,
        'carriage returns': lines.replaceAll('\n', '\r'),
        'carriage returns and line feeds': lines.replaceAll('\n', '\r\n'),
        comments: `: keep-alive\n\n: OPENROUTER PROCESSING\n\n${lines.replaceAll('data:', ': x\ndata:')}`,
        'other fields': lines.replaceAll('data: ', 'id: 1\nevent: message\nretry: 3\ndata:'),
        'a byte order mark': `\uFEFF${lines}`,
        'no final blank line': lines.slice(0, -1),
        'no final line end': lines.slice(0, -2),
      };
      for (const [framing, text] of Object.entries(framings)) {
        const bytes = new TextEncoder().encode(text);
        for (const attempt of [stream(bytes), stream(...[...bytes].map(byte => Uint8Array.of(byte)))]) {
          const last = (await attempt.run()).at(-1);
          assert.equal(attempt.text, '汉字 😀 and\nlines', framing);
          assert.ok(last?.type === 'done' && last.finish === 'stop');
          assert.deepEqual({ ...usage, cachedInputTokens: last.usage?.cachedInputTokens }, last.usage, framing);
        }
      }
    });

    it('is requested at its URL, and may also be a single JSON body', async () => {
      const attempt = json(JSON.stringify(dialect.whole('答案')));
      const last = (await attempt.run()).at(-1);
      assert.equal(attempt.network.lastCall.url, dialect.url);
      assert.deepEqual([attempt.text, last?.type === 'done' && last.usage?.outputTokens], ['答案', 67]);
    });

    it('is read whatever its content type', async () => {
      for (const type of ['text/plain', 'application/octet-stream', 'application/json']) {
        const body = bodyOf(piece('hi'), ...end);
        const attempt = new Attempt(() => new Response(body, { headers: { 'content-type': type } }), request);
        await attempt.run();
        assert.equal(attempt.text, 'hi');
      }
    });

    it('is complete without usage', async () => {
      const bare = [piece('hi'), completion].join('').replaceAll(/,"usage":\{[^}]*\}/g, '');
      const attempt = new Attempt(() => eventStream(bodyOf(bare)), request);
      assert.deepEqual((await attempt.run()).at(-1), { type: 'done', finish: 'stop' });
    });
  });
}
