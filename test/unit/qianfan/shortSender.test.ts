import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { WenxinError } from '../../../src/core/errors.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import type { ShortAnswer } from '../../../src/core/shortRequest.ts';
import { madeUp } from '../../support/madeUpSecret.ts';
import { ScriptedBody, ScriptedFetch, type FetchCall, type FetchReply } from '../../support/scriptedFetch.ts';
import { openTrap } from '../../support/trap.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const SECRET = madeUp('letters', 32);

describe('A short request', () => {
  let clock: VirtualClock;
  let logged: string[];
  let controller: AbortController;
  let network: ScriptedFetch;

  beforeEach(() => {
    clock = new VirtualClock();
    logged = [];
    controller = new AbortController();
  });

  function send(
    reply: (call: FetchCall) => FetchReply | Promise<FetchReply>,
    headers: Record<string, string> = { authorization: SECRET },
  ): Promise<ShortAnswer> {
    network = new ScriptedFetch(reply);
    const log = (message: string): void => void logged.push(message);
    const logger = { debug: log, info: log, warn: log, error: log };
    const url = new URL(`https://aip.example/token?secret=${SECRET}`);
    const request = { method: 'POST', url, headers, secrets: [SECRET] } as const;
    return shortSender({ fetch: () => network.fetch, clock, logger })(request, controller.signal);
  }

  const isKind =
    (kind: string) =>
    (error: unknown): boolean =>
      error instanceof WenxinError && error.kind === kind;

  it('returns the answer whatever its status, and undefined for a body that is not JSON', async () => {
    for (const status of [200, 201, 400, 403, 500]) {
      const answer = await send(() => new Response('{"a":1}', { status, headers: { 'x-bce-request-id': 'r-1' } }));
      assert.deepEqual([answer.status, answer.body, answer.requestId], [status, { a: 1 }, 'r-1']);
    }
    assert.equal((await send(() => new Response('<html>'))).body, undefined);
    assert.equal((await send(() => new Response(null))).requestId, undefined);
    assert.equal(network.lastCall.headers.get('authorization'), SECRET);
  });

  it('follows no redirection, so the target receives nothing', async () => {
    const trap = await openTrap();
    const moved = (): Response => new Response(null, { status: 307, headers: { location: trap.url } });
    await assert.rejects(send(moved), isKind('redirect'));
    assert.equal(network.lastCall.redirect, 'manual');
    assert.equal(trap.connections(), 0);
    await trap.close();
  });

  it('ends after 10 seconds, before the headers and in the body', async () => {
    for (const hang of [() => new Promise<Response>(() => undefined), () => new Response(new ScriptedBody().stream)]) {
      const sending = assert.rejects(send(hang), (error: unknown) => {
        assert.ok(error instanceof WenxinError);
        assert.deepEqual([error.kind, error.details.limitSeconds], ['timeout', 10]);
        return true;
      });
      await clock.advance(9_999);
      assert.equal(network.lastCall.signal.aborted, false);
      await clock.advance(1);
      await sending;
      assert.equal(network.lastCall.signal.aborted, true);
    }
  });

  it('reads at most 64 KiB', async () => {
    const text = (length: number): Response => new Response(JSON.stringify('x'.repeat(length - 2)));
    assert.equal(String((await send(() => text(64 * 1024))).body).length, 64 * 1024 - 2);
    await assert.rejects(
      send(() => text(64 * 1024 + 1)),
      isKind('too-large'),
    );
  });

  it('ends at once when it is aborted, and leaves no timers or listeners behind', async () => {
    const body = new ScriptedBody();
    const reason = new Error('enough');
    const sending = send(() => new Response(body.stream));
    await clock.advance(0);
    controller.abort(reason);
    await assert.rejects(sending, reason);
    assert.equal(body.cancelled, true);
    assert.equal(clock.pendingTimers, 0);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    await assert.rejects(
      send(() => assert.fail('sent')),
      reason,
    );
  });

  it('logs and throws no secret, not even one that is invalid in a header', async () => {
    await send(() => new Response('{}'));
    await assert.rejects(
      send(() => assert.fail('sent'), { authorization: `${SECRET}\n密` }),
      (error: unknown) => isKind('credentials')(error) && !String((error as Error).stack).includes(SECRET),
    );
    assert.ok(logged.length > 0 && !logged.join().includes(SECRET));
  });
});
