import assert from 'node:assert/strict';

import { ScriptedBody, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, delta } from './attempt.ts';

const reason = new Error('stopped by the person');

function open(): { attempt: Attempt; body: ScriptedBody } {
  const body = new ScriptedBody();
  return { body, attempt: new Attempt(() => eventStream(body.stream)) };
}

describe('a cancelled attempt', () => {
  it('sends nothing when it was cancelled before', async () => {
    const { attempt } = open();
    attempt.controller.abort(reason);
    await assert.rejects(attempt.run(), reason);
    assert.equal(attempt.network.calls.length, 0);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('ends at once before the head, and the socket hears of it', async () => {
    const attempt = new Attempt(() => new Promise<never>(() => {}));
    const run = attempt.run();
    await attempt.clock.advance(1000);
    attempt.controller.abort(reason);
    assert.equal(attempt.network.lastCall.signal.aborted, true);
    assert.equal(attempt.clock.pendingTimers, 0);
    await assert.rejects(run, reason);
    assert.deepEqual(attempt.started, []);
  });

  it('closes an answer that a deaf fetch brings later', async () => {
    const body = new ScriptedBody();
    let answer = (_response: Response): void => {};
    const answered = new Promise<Response>(resolve => {
      answer = resolve;
    });
    const attempt = new Attempt(() => new Error('unused'));
    attempt.fetch = () => answered;
    const run = attempt.run();
    await attempt.clock.advance(0);
    attempt.controller.abort(reason);
    await assert.rejects(run, reason);
    answer(eventStream(body.stream));
    await attempt.clock.advance(0);
    assert.equal(body.cancelled, true);
  });

  it('ends at once while it waits for more, and lets the connection go in the abort event', async () => {
    const { attempt, body } = open();
    const run = attempt.run();
    body.push(delta('a'));
    await attempt.clock.advance(0);
    attempt.controller.abort(reason);
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
    await assert.rejects(run, reason);
    assert.equal(attempt.text, 'a');
  });

  it('yields nothing more, even when more has come', async () => {
    const { attempt, body } = open();
    const reader = attempt.answer[Symbol.asyncIterator]();
    body.push(delta('a') + delta('b') + FINISH + DONE);
    await reader.next();
    attempt.controller.abort(reason);
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
    await assert.rejects(reader.next(), reason);
    assert.equal((await reader.next()).done, true);
  });

  it('is the caller’s doing also when a limit of time passed just before', async () => {
    const { attempt, body } = open();
    const reader = attempt.answer[Symbol.asyncIterator]();
    body.push(delta('a'));
    await reader.next();
    await attempt.clock.advance(700_000);
    attempt.controller.abort(reason);
    await assert.rejects(reader.next(), reason);
  });

  it('is not completed by a finish reason that had come', async () => {
    const { attempt, body } = open();
    const run = attempt.run();
    body.push(delta('a') + FINISH);
    await attempt.clock.advance(0);
    attempt.controller.abort(reason);
    await assert.rejects(run, reason);
  });

  it('ends at once while a refusal is read', async () => {
    const body = new ScriptedBody();
    const attempt = new Attempt(() => new Response(body.stream, { status: 500 }));
    const run = attempt.run();
    await attempt.clock.advance(0);
    attempt.controller.abort(reason);
    await assert.rejects(run, reason);
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });
});

describe('an attempt whose reader leaves', () => {
  it('lets the connection and its timers go', async () => {
    const { attempt, body } = open();
    body.push(delta('a'));
    for await (const event of attempt.answer) if (event.type === 'text') break;
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });
});
