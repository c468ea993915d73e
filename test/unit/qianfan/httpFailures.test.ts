import assert from 'node:assert/strict';

import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { WenxinError } from '../../../src/core/errors.ts';
import { ScriptedBody, bodyOf, eventStream, fetchFailed } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, KEY, QUESTION, delta, event } from './attempt.ts';

const stream = (...pieces: string[]): Attempt => new Attempt(() => eventStream(bodyOf(...pieces)));
const refusal = (status: number, body: string, headers: Record<string, string> = {}): Attempt =>
  new Attempt(
    () => new Response(bodyOf(body), { status, headers: { 'content-type': 'application/json', ...headers } }),
  );

describe('An answer of V2', () => {
  it('is empty when it contains only reasoning', async () => {
    const reasoning = stream(event({ choices: [{ delta: { reasoning_content: 'hm' }, finish_reason: 'stop' }] }));
    await reasoning.fails('empty');
    assert.deepEqual(reasoning.events, [{ type: 'reasoning', text: 'hm' }]);
  });

  it('is empty when it contains only an end mark', async () => {
    await stream(DONE).fails('empty');
  });

  it('may be larger than 16 MB when the request allows a very long answer', async () => {
    const padding = Array.from({ length: 17 }, () => `: ${'x'.repeat(1024 * 1024 - 4)}\n\n`);
    const attempt = new Attempt(() => eventStream(bodyOf(...padding, delta('long'), FINISH)), {
      maxOutputTokens: 65_536,
    });
    await attempt.run();
    assert.equal(attempt.text, 'long');
  });

  it('can still be refused after the service marked it complete', async () => {
    await stream(delta('all'), FINISH, event({ error: { code: 'rpm_rate_limit_exceeded' } })).fails('refused');
  });
});

describe('A refusal', () => {
  it('carries status, code, host, model and request ID', async () => {
    const attempt = refusal(
      401,
      '{"error":{"code":"invalid_iam_token","message":"IAM Certification failed"},"id":"as-7"}',
    );
    const { details, message } = await attempt.fails('credentials');
    assert.deepEqual(details, {
      host: 'qianfan.example',
      model: 'ernie-5.1',
      status: 401,
      code: 'invalid_iam_token',
      requestId: 'as-7',
    });
    assert.equal(message, 'The service refused with HTTP 401 invalid_iam_token');
    assert.deepEqual(attempt.started, []);
  });

  it('carries the retry delay the service asks for', async () => {
    const body = '{"error":{"code":"tpm_rate_limit_exceeded"}}';
    assert.equal((await refusal(429, body, { 'retry-after': '7' }).fails('refused')).details.retryAfterMs, 7000);
    assert.equal((await refusal(503, '', { 'retry-after': '2' }).fails('busy')).details.retryAfterMs, 2000);
    assert.equal(
      'retryAfterMs' in (await refusal(429, body, { 'retry-after': 'soon' }).fails('refused')).details,
      false,
    );
  });

  it('is judged by its status when its body is empty, breaks off or never ends', async () => {
    await refusal(500, '').fails('busy');
    await refusal(429, 'slow down').fails('refused');
    const broken = new ScriptedBody();
    broken.push('{"error"');
    broken.fail(new TypeError('terminated'));
    await new Attempt(() => new Response(broken.stream, { status: 503 })).fails('busy');
    const endless = new ScriptedBody();
    const attempt = new Attempt(() => new Response(endless.stream, { status: 401 }));
    const failure = attempt.fails('credentials');
    await attempt.clock.advance(5000);
    await failure;
    assert.equal(endless.cancelled, true);
  });

  it('is a redirection, which is not followed', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const body = new ScriptedBody();
      const head = { status, headers: { location: 'https://trap.example/?key=1' } };
      const attempt = new Attempt(() => new Response(body.stream, head));
      assert.equal((await attempt.fails('redirect')).details.status, status);
      assert.equal(attempt.network.calls.length, 1);
      assert.equal(body.cancelled, true);
    }
  });
});

describe('A fetch that hides redirections', () => {
  it('is recognized as a redirection', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    await new Attempt(() => hidden).fails('redirect');
  });
});

describe('A web page instead of an answer', () => {
  const page = `\n<!DOCTYPE html><title>Login\u001b[31m\u202e</title>${'<p>登录 '.repeat(100)}`;

  for (const type of ['text/html', 'text/event-stream', 'application/json']) {
    it(`is not JSON, labelled ${type}`, async () => {
      const attempt = new Attempt(() => new Response(bodyOf(page), { headers: { 'content-type': type } }));
      await attempt.fails('not-json');
      const [line = ''] = attempt.logged.filter(text => text.includes('DOCTYPE'));
      assert.match(line, /^qianfan\.example sent something else than JSON: <!DOCTYPE html><title>Login \[31m/);
      assert.ok([...(line.split('JSON: ')[1] ?? '')].length <= 80);
    });
  }

  it('is classified by its status when it is a refusal', async () => {
    const kinds = {
      403: 'not-json',
      404: 'not-json',
      502: 'busy',
      503: 'busy',
      407: 'proxy-auth',
      429: 'refused',
    } as const;
    for (const [status, kind] of Object.entries(kinds)) await refusal(Number(status), page).fails(kind);
  });

  it('is not logged when it is plain text, which may be an answer', async () => {
    const attempt = new Attempt(() => new Response('secret answer', { headers: { 'content-type': 'text/plain' } }));
    await attempt.fails('not-json');
    assert.equal(attempt.logged.join().includes('secret'), false);
  });
});

describe('No failure and no log line', () => {
  const told = `${KEY} Bearer ${KEY} ${QUESTION} access_token=${KEY} \u001b[2J`;
  const attempts: Record<string, () => Attempt> = {
    'a refusal that repeats everything': () =>
      refusal(400, JSON.stringify({ error: { code: told, message: told, type: told, param: told }, id: told })),
    'a refusal whose code is the key': () =>
      refusal(400, JSON.stringify({ error: { code: '0123456789abcdef-canary-key' }, id: 'ALTAK-canaryid' })),
    'an error in the stream': () => stream(delta('x'), event({ error: { code: 'oops', message: told } })),
    'a stream that is no JSON': () => stream(`data: {${told}\n\n`),
    'a body that is no JSON': () => refusal(200, `{"choices": ${told}`),
    'a header in the answer': () =>
      new Attempt(() => eventStream(bodyOf(DONE), { 'x-baidu-request-id': KEY, 'x-request-id': `Bearer ${KEY}` })),
    'a fetch that fails with the header': () =>
      new Attempt(() => new TypeError(`Headers.append: "Bearer ${KEY}" is an invalid header value.`)),
    'a fetch that fails with the address': () =>
      new Attempt(() => fetchFailed('ENOTFOUND', `https://x/?access_token=${KEY}`)),
    'a key that no header can hold': () =>
      new Attempt(() => eventStream(bodyOf(DONE)), { authorization: bearer(`${KEY}\n密`) }),
    'an address with a query': () =>
      new Attempt(() => refusal(500, '').network.fetch('x'), {
        endpoint: { name: 'x', baseUrl: `https://h/v2?key=${KEY}` },
      }),
  };

  for (const [name, make] of Object.entries(attempts)) {
    it(`holds a secret: ${name}`, async () => {
      const attempt = make();
      const failure: WenxinError = await attempt.failure();
      const seen = [
        failure.message,
        failure.stack,
        JSON.stringify(failure.details),
        String(failure.cause),
        ...attempt.logged,
      ];
      for (const text of seen) {
        assert.doesNotMatch(text ?? '', /canary|access_token|金丝雀/i);
        assert.doesNotMatch(text ?? '', /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }
    });
  }

  it('has the wrong kind for a key that cannot be sent in a header', async () => {
    const attempt = new Attempt(() => eventStream(bodyOf(DONE)), { authorization: bearer('密钥') });
    await attempt.fails('credentials');
    assert.equal(attempt.network.calls.length, 0);
  });

  it('has the wrong kind for an invalid base URL', async () => {
    for (const baseUrl of ['qianfan', 'file:///etc', '']) {
      await new Attempt(() => eventStream(bodyOf(DONE)), { endpoint: { name: 'x', baseUrl } }).fails('invalid');
    }
  });
});
