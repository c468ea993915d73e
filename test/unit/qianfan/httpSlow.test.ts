import assert from 'node:assert/strict';
import type { SlowAnswer } from '../../../src/core/slowAnswer.ts';
import type { RateLimits } from '../../../src/core/rateLimits.ts';
import { type FetchReply, ScriptedBody, bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, delta } from './attempt.ts';

const LIMITS = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '0' };

/** Returns an attempt whose headers have arrived, with the slowness it reports. */
function open(): { attempt: Attempt; body: ScriptedBody; slow: SlowAnswer[] } {
  const body = new ScriptedBody();
  const slow: SlowAnswer[] = [];
  const attempt = new Attempt(() => eventStream(body.stream), { onSlow: answer => void slow.push(answer) });
  return { attempt, body, slow };
}

describe('An answer that does not begin in time', () => {
  it('continues until the user decides, and is read when it arrives after all', async () => {
    const { attempt, body, slow } = open();
    const events = attempt.run();
    await attempt.clock.advance(59_999);
    assert.equal(slow.length, 0);
    await attempt.clock.advance(1);
    assert.deepEqual(
      slow.map(({ seconds }) => seconds),
      [60],
    );
    await attempt.clock.advance(400_000);
    assert.equal(slow.length, 1);
    body.push(delta('late') + FINISH + DONE);
    body.end();
    await events;
    assert.equal(attempt.text, 'late');
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('is reported again after another full wait', async () => {
    const { attempt, slow } = open();
    const failure = attempt.fails('too-slow');
    await attempt.clock.advance(60_000);
    slow[0]?.keepWaiting();
    await attempt.clock.advance(60_000);
    assert.deepEqual(
      slow.map(({ seconds }) => seconds),
      [60, 120],
    );
    await attempt.clock.advance(480_000);
    assert.equal((await failure).details.limitSeconds, 600);
  });

  it('fails with a request to send it again when the user wants that', async () => {
    const { attempt, body, slow } = open();
    const failure = attempt.fails('timeout');
    await attempt.clock.advance(60_000);
    slow[0]?.sendAgain();
    const { limitSeconds, sendAgain } = (await failure).details;
    assert.deepEqual([limitSeconds, sendAgain], [60, true]);
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('continues when the user asks to send it again after the first content', async () => {
    const { attempt, body, slow } = open();
    const events = attempt.run();
    await attempt.clock.advance(60_000);
    body.push(delta('just'));
    await attempt.clock.advance(0);
    slow[0]?.sendAgain();
    slow[0]?.keepWaiting();
    body.push(delta(' come') + FINISH + DONE);
    body.end();
    await events;
    assert.equal(attempt.text, 'just come');
    slow[0]?.sendAgain();
    slow[0]?.giveUp();
    assert.equal(attempt.network.lastCall.signal.aborted, false);
  });

  it('times out when the user can no longer be asked', async () => {
    const { attempt, slow } = open();
    const failure = attempt.fails('timeout');
    await attempt.clock.advance(60_000);
    slow[0]?.giveUp();
    const { limitSeconds, sendAgain } = (await failure).details;
    assert.deepEqual([limitSeconds, sendAgain], [60, undefined]);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('times out when no listener can ask the user', async () => {
    const attempt = new Attempt(() => eventStream(new ScriptedBody().stream));
    const failure = attempt.fails('timeout');
    await attempt.clock.advance(60_000);
    assert.equal((await failure).details.sendAgain, undefined);
  });

  it('reports nothing more after it was cancelled', async () => {
    const { attempt, slow } = open();
    const reason = new Error('enough');
    const cancelled = assert.rejects(attempt.run(), reason);
    await attempt.clock.advance(60_000);
    attempt.controller.abort(reason);
    await cancelled;
    slow[0]?.keepWaiting();
    slow[0]?.sendAgain();
    await attempt.clock.advance(600_000);
    assert.equal(slow.length, 1);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('is not reported once content has arrived, nor after the end', async () => {
    const { attempt, body, slow } = open();
    const events = attempt.run();
    await attempt.clock.advance(59_000);
    body.push(delta('a'));
    await attempt.clock.advance(29_000);
    body.push(delta('b') + FINISH + DONE);
    body.end();
    await events;
    await attempt.clock.advance(600_000);
    assert.deepEqual(slow, []);
  });
});

describe('The rate limits of a service', () => {
  const heardFrom = async (reply: () => FetchReply): Promise<RateLimits[]> => {
    const heard: RateLimits[] = [];
    const attempt = new Attempt(reply, { onLimits: limits => void heard.push(limits) });
    await attempt.run().catch(() => undefined);
    return heard;
  };
  const named: RateLimits = { requests: 60, remainingRequests: 0 };

  it('are reported with the headers of an answer, before its content', async () => {
    const body = new ScriptedBody();
    const told: RateLimits[] = [];
    const attempt = new Attempt(() => eventStream(body.stream, LIMITS), { onLimits: limits => void told.push(limits) });
    const events = attempt.run();
    await attempt.clock.advance(0);
    assert.deepEqual(told, [named]);
    body.push(delta('a') + FINISH + DONE);
    body.end();
    await events;
    assert.equal(told.length, 1);
  });

  it('are reported with a refusal too', async () => {
    for (const status of [429, 401, 503, 302]) {
      assert.deepEqual(await heardFrom(() => new Response('{}', { status, headers: LIMITS })), [named], `${status}`);
    }
  });

  it('are not reported when there are none or no response arrives', async () => {
    assert.deepEqual(await heardFrom(() => eventStream(bodyOf(delta('a'), FINISH, DONE))), []);
    assert.deepEqual(await heardFrom(() => new TypeError('fetch failed')), []);
  });
});
