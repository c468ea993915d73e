import assert from 'node:assert/strict';
import { SERVICE_ERRORS } from '../../support/simulator/serviceErrors.ts';
import type { Instead } from '../../support/simulator/script.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, chunksOf, errorCode, type Json } from './asking.ts';

describe('simulator: scripted failures instead of answers', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => {
    simulator.reset();
  });
  after(() => simulator.close());

  function scripted(instead: Instead, body: Json = {}): Promise<Response> {
    simulator.script({ instead, answer: { chunks: ['你', '好'] } });
    return ask(simulator, body);
  }

  it('sends every error code of the service with its status and type, and bills nothing', async () => {
    for (const [code, { status, type, message }] of Object.entries(SERVICE_ERRORS)) {
      const response = await scripted({ kind: 'error', code });
      assert.equal(response.status, status);
      assert.deepEqual(await response.json(), {
        error: { code, message, type },
        id: response.headers.get('x-baidu-request-id'),
      });
    }
    assert.equal(simulator.account().amountNanoYuan, 0);
  });

  // Copied by hand from Baidu qianfan-api/s/Om9b4yj3w, to reveal mistakes in the table.
  const documented: readonly [string, number, string][] = [
    ['malformed_json', 400, 'invalid_request_error'],
    ['invalid_messages', 400, 'invalid_request_error'],
    ['tokens_too_long', 400, 'invalid_request_error'],
    ['image_url_unsafe', 400, 'unsafe_request'],
    ['no_parameter_permission', 401, 'access_denied'],
    ['system_unsafe', 403, 'unsafe_request'],
    ['account_overdue', 403, 'access_denied'],
    ['model_offline', 403, 'access_denied'],
    ['rpm_rate_limit_exceeded', 429, 'rate_limit_exceeded'],
    ['Offline_batch_reasoning_refused', 429, 'rate_limit_exceeded'],
    ['internal_error', 500, 'Internal_error'],
    ['dispatch_internal_error', 500, 'Internal_error'],
  ];
  for (const [code, status, type] of documented)
    it(`has ${code} as documented`, () => {
      assert.deepEqual([SERVICE_ERRORS[code]?.status, SERVICE_ERRORS[code]?.type], [status, type]);
    });

  it('sends an error with another status, even 200, and unknown codes', async () => {
    const good = await scripted({ kind: 'error', code: 'internal_error', status: 200 }, { stream: true });
    assert.deepEqual([good.status, good.headers.get('content-type')], [200, 'application/json']);
    assert.equal(errorCode((await good.json()) as Json), 'internal_error');
    const strange = await scripted({ kind: 'error', code: 'new_code', status: 418, type: 't', message: 'm' });
    assert.equal(strange.status, 418);
    assert.deepEqual(((await strange.json()) as Json)['error'], { code: 'new_code', message: 'm', type: 't' });
  });

  for (const retryAfter of ['7', 'Wed, 21 Oct 2015 07:28:00 GMT', '-1', 'soon', '36000'])
    it(`sends Retry-After: ${retryAfter}`, async () => {
      const response = await scripted({ kind: 'error', code: 'user_rate_limit_exceeded', retryAfter });
      assert.equal(response.status, 429);
      assert.equal(response.headers.get('retry-after'), retryAfter);
    });

  it('sends no Retry-After by default', async () => {
    const response = await scripted({ kind: 'error', code: 'user_rate_limit_exceeded' });
    assert.equal(response.headers.get('retry-after'), null);
  });

  it('fails within a stream with an event, and bills the tokens before it', async () => {
    const instead = { kind: 'error', code: 'internal_error', as: 'event', afterEvents: 1 } as const;
    const response = await scripted(instead, { stream: true });
    const events = (await response.text()).split('\n\n');
    assert.equal(response.status, 200);
    assert.match(events[0] ?? '', /"content":"你"/);
    assert.match(events[1] ?? '', /^data: \{"error":\{"code":"internal_error"/);
    assert.deepEqual(events.slice(2), ['']);
    const [record] = simulator.requests();
    assert.deepEqual(
      [record?.bill.outputTokens, record?.answerCompleted, record?.errorCode],
      [1, false, 'internal_error'],
    );
  });

  it('fails within a stream with a bare line of JSON', async () => {
    const response = await scripted({ kind: 'error', code: 'internal_error', as: 'line' }, { stream: true });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const text = await response.text();
    assert.equal(errorCode(JSON.parse(text) as Json), 'internal_error');
    assert.ok(text.endsWith('}\n'));
  });

  for (const status of [200, 502])
    it(`sends a page with ${status}`, async () => {
      const response = await scripted({ kind: 'html', status });
      assert.deepEqual([response.status, response.headers.get('content-type')], [status, 'text/html; charset=utf-8']);
      assert.match(await response.text(), /^<!DOCTYPE html>/);
    });

  it('sends an empty body with the right content type', async () => {
    const streamed = await scripted({ kind: 'empty' }, { stream: true });
    assert.deepEqual([streamed.status, streamed.headers.get('content-type')], [200, 'text/event-stream']);
    assert.equal(await streamed.text(), '');
    const whole = await scripted({ kind: 'empty' });
    assert.deepEqual([whole.headers.get('content-type'), await whole.text()], ['application/json', '']);
  });

  it('redirects', async () => {
    const response = await scripted({ kind: 'redirect', location: 'http://127.0.0.1:9/trap' });
    assert.deepEqual([response.status, response.headers.get('location')], [302, 'http://127.0.0.1:9/trap']);
    assert.equal((await scripted({ kind: 'redirect', location: '/x', status: 308 })).status, 308);
  });

  it('sends arbitrary bytes', async () => {
    const response = await scripted({ kind: 'raw', status: 503, headers: { 'x-a': 'b' }, body: '{"error_code":18}' });
    assert.deepEqual([response.status, response.headers.get('x-a')], [503, 'b']);
    assert.equal(await response.text(), '{"error_code":18}');
  });

  it('can split and cut a failure like an answer', async () => {
    simulator.script({
      instead: { kind: 'html', status: 502 },
      delivery: { splitSizes: [1], cut: { afterBytes: 10 } },
    });
    const { chunks, broken } = await chunksOf(await ask(simulator));
    assert.deepEqual([chunks.length, broken], [10, true]);
  });

  for (const shape of ['line', 'events', 'json', 'gzip'] as const)
    it(`floods with ${shape}`, async () => {
      const bytes = 8 * 1024 * 1024;
      const response = await scripted({ kind: 'flood', of: shape, bytes }, { stream: true });
      let length = 0;
      let lineFeeds = 0;
      for await (const chunk of response.body ?? []) {
        length += (chunk as Uint8Array).length;
        lineFeeds += shape === 'line' ? Buffer.from(chunk as Uint8Array).filter(byte => byte === 10).length : 0;
      }
      assert.ok(length >= bytes && length < bytes * 1.02, String(length));
      assert.equal(lineFeeds, 0);
    });

  it('stops flooding when the client closes the connection', async () => {
    const response = await scripted({ kind: 'flood', of: 'line', bytes: 1e12 }, { stream: true });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await simulator.idle();
    assert.equal(simulator.requests()[0]?.outcome, 'closedByClient');
  });
});
