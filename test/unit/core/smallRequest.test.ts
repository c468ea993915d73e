import assert from 'node:assert/strict';

import { WenxinError, type FailureKind } from '../../../src/core/errors.ts';
import { sendSmall, type SmallRequest, type SmallResponse } from '../../../src/core/smallRequest.ts';
import { ScriptedBody, ScriptedFetch, bodyOf, fetchFailed, type FetchReply } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const SECRET = 'hidden-secret-0123';
const URL_WITH_SECRET = new URL(`https://tokens.example/mint?client_secret=${SECRET}`);

describe('A small request', () => {
  let clock: VirtualClock;

  beforeEach(() => {
    clock = new VirtualClock();
  });

  const send = (
    reply: FetchReply | Promise<FetchReply>,
    signal = new AbortController().signal,
    limits: Pick<SmallRequest, 'maxBytes' | 'timeoutMs'> = {},
  ): { readonly answer: Promise<SmallResponse>; readonly sent: ScriptedFetch } => {
    const sent = new ScriptedFetch(() => reply);
    const request = {
      method: 'POST',
      url: URL_WITH_SECRET,
      headers: { 'X-Token': SECRET },
      body: '{}',
      ...limits,
    } as const;
    return { answer: sendSmall({ fetch: () => sent.fetch, clock }, request, signal), sent };
  };

  const failure = async (answer: Promise<unknown>, kind: FailureKind): Promise<WenxinError> => {
    const error: unknown = await answer.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof WenxinError);
    assert.equal(error.kind, kind);
    assert.equal(error.details.host, 'tokens.example');
    assert.ok(!JSON.stringify([error.message, error.details, error.stack]).includes(SECRET));
    return error;
  };

  it('returns the status, headers and text of any response, including a refusal', async () => {
    const { answer, sent } = send(new Response('{"a":1}', { status: 403, headers: { 'X-Id': '7' } }));
    const { status, headers, text } = await answer;
    assert.deepEqual([status, headers.get('x-id'), text], [403, '7', '{"a":1}']);
    assert.deepEqual([sent.lastCall.method, sent.lastCall.body, sent.lastCall.redirect], ['POST', '{}', 'manual']);
    assert.equal(sent.lastCall.headers.get('x-token'), SECRET);
    assert.equal(clock.pendingTimers, 0);
  });

  it('does not follow a redirect', async () => {
    const { answer, sent } = send(new Response('', { status: 307, headers: { Location: 'https://other.example' } }));
    assert.equal((await failure(answer, 'redirect')).details.status, 307);
    assert.equal(sent.calls.length, 1);
  });

  it('times out after 10 seconds without a complete response', async () => {
    const { answer } = send(new Promise<FetchReply>(() => {}));
    const first = failure(answer, 'timeout');
    await clock.advance(10_000);
    assert.equal((await first).details.limitSeconds, 10);
    const body = new ScriptedBody();
    const second = failure(send(new Response(body.stream)).answer, 'timeout');
    await clock.advance(10_000);
    await second;
    assert.equal(body.cancelled, true);
    assert.equal(clock.pendingTimers, 0);
  });

  it('does not time out earlier', async () => {
    const body = new ScriptedBody();
    const { answer } = send(new Response(body.stream));
    await clock.advance(9_999);
    body.push('late');
    body.end();
    assert.equal((await answer).text, 'late');
  });

  it('accepts at most 64 kB', async () => {
    const { answer } = send(new Response(bodyOf('x'.repeat(64 * 1024), 'y')));
    await failure(answer, 'too-large');
    assert.equal((await send(new Response('x'.repeat(64 * 1024))).answer).text.length, 64 * 1024);
  });

  it('may have its own limits', async () => {
    const never = new AbortController().signal;
    const long = bodyOf('x'.repeat(64 * 1024), 'y');
    assert.equal(
      (await send(new Response(long), never, { maxBytes: 64 * 1024 + 1 }).answer).text.length,
      64 * 1024 + 1,
    );
    await failure(send(new Response(bodyOf('xyz')), never, { maxBytes: 2 }).answer, 'too-large');
    const late = failure(send(new Promise(() => undefined), never, { timeoutMs: 30_000 }).answer, 'timeout');
    await clock.advance(29_999);
    assert.equal(clock.pendingTimers, 1);
    await clock.advance(1);
    assert.equal((await late).details.limitSeconds, 30);
  });

  it('reports why there was no response, without quoting the request', async () => {
    const wrong = fetchFailed('UND_ERR_INVALID_ARG', `invalid header value ${SECRET}`);
    assert.equal((await failure(send(wrong).answer, 'unreachable')).details.code, 'UND_ERR_INVALID_ARG');
    await failure(send(fetchFailed('ENOTFOUND')).answer, 'dns');
    const body = new ScriptedBody();
    const broken = failure(send(new Response(body.stream)).answer, 'truncated');
    body.fail(new Error('reset'));
    await broken;
  });

  it('throws the signal’s reason on abort before, during and after the response headers', async () => {
    const reason = new Error('enough');
    const early = send(new Response(''), AbortSignal.abort(reason));
    await assert.rejects(early.answer, reason);
    assert.equal(early.sent.calls.length, 0);
    const body = new ScriptedBody();
    for (const reply of [new Promise<FetchReply>(() => {}), new Response(body.stream)]) {
      const controller = new AbortController();
      const { answer } = send(reply, controller.signal);
      await clock.advance(1);
      controller.abort(reason);
      await assert.rejects(answer, reason);
    }
    assert.equal(body.cancelled, true);
    assert.equal(clock.pendingTimers, 0);
  });
});
