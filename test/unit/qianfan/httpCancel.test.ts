import assert from 'node:assert/strict';

import { ScriptedBody, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, delta } from './attempt.ts';

const reason = new Error('stopped by the person');

function open(): { attempt: Attempt; body: ScriptedBody } {
  const body = new ScriptedBody();
  return { body, attempt: new Attempt(() => eventStream(body.stream)) };
}

describe('A cancelled attempt', () => {
  it('sends nothing when it was cancelled before the start', async () => {
    const { attempt } = open();
    attempt.controller.abort(reason);
    await assert.rejects(attempt.run(), reason);
    assert.equal(attempt.network.calls.length, 0);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('ends at once before the headers arrive, and aborts the fetch', async () => {
    const attempt = new Attempt(() => new Promise<never>(() => {}));
    const run = attempt.run();
    await attempt.clock.advance(1000);
    attempt.controller.abort(reason);
    assert.equal(attempt.network.lastCall.signal.aborted, true);
    assert.equal(attempt.clock.pendingTimers, 0);
    await assert.rejects(run, reason);
    assert.deepEqual(attempt.started, []);
  });

  it('closes a response that arrives late from a fetch that ignores the signal', async () => {
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

  it('ends at once while it waits for more, and closes the connection in the abort event', async () => {
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

  it('yields nothing more, even when more has arrived', async () => {
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

  it('rejects with the reason of the caller even when a time limit passed just before', async () => {
    const { attempt, body } = open();
    const reader = attempt.answer[Symbol.asyncIterator]();
    body.push(delta('a'));
    await reader.next();
    await attempt.clock.advance(700_000);
    attempt.controller.abort(reason);
    await assert.rejects(reader.next(), reason);
  });

  it('is not completed by a finish reason that had arrived', async () => {
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

describe('An attempt whose reader leaves', () => {
  it('closes its connection and stops its timers', async () => {
    const { attempt, body } = open();
    body.push(delta('a'));
    for await (const event of attempt.answer) if (event.type === 'text') break;
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });
});
