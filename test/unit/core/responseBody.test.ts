import assert from 'node:assert/strict';

import { abortable } from '../../../src/core/abortable.ts';
import { ResponseBody } from '../../../src/core/responseBody.ts';
import { ScriptedBody, bodyOf } from '../../support/scriptedFetch.ts';

const EXCHANGE = { host: 'q.example', secrets: [] };
const reason = new Error('stopped');

describe('The body of a response', () => {
  it('can be peeked at without being consumed', async () => {
    const body = new ResponseBody(
      new Response(bodyOf('\uFEFF \n', 'da', 'ta: 1')),
      100,
      EXCHANGE,
      new AbortController().signal,
    );
    assert.equal(await body.start(5), 'data: 1');
    assert.equal(await body.text(), ' \ndata: 1');
    assert.equal(await body.read(), undefined);
  });

  it('is cancelled at once when the signal was aborted before', async () => {
    const scripted = new ScriptedBody();
    const body = new ResponseBody(new Response(scripted.stream), 100, EXCHANGE, AbortSignal.abort(reason));
    assert.equal(scripted.cancelled, true);
    await assert.rejects(body.read(), reason);
  });

  it('is not cancelled after it was read to its end', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      start: controller => controller.close(),
      cancel: () => void (cancelled = true),
    });
    const body = new ResponseBody(new Response(stream), 100, EXCHANGE, new AbortController().signal);
    assert.equal(await body.text(), '');
    body.cancel();
    assert.equal(cancelled, false);
  });
});

describe('Waiting for a promise', () => {
  it('ends at once when the signal was aborted before', async () => {
    await assert.rejects(abortable(new Promise(() => {}), AbortSignal.abort(reason)), reason);
  });

  it('otherwise ends like the promise', async () => {
    const { signal } = new AbortController();
    assert.equal(await abortable(Promise.resolve(1), signal), 1);
    await assert.rejects(abortable(Promise.reject(reason), signal), reason);
  });
});
