import assert from 'node:assert/strict';

import { ScriptedBody, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, USAGE, delta, event } from './attempt.ts';

function open(): { attempt: Attempt; body: ScriptedBody } {
  const body = new ScriptedBody();
  return { body, attempt: new Attempt(() => eventStream(body.stream)) };
}

const never = new Promise<never>(() => {});

describe('The time limits of an attempt', () => {
  it('end it when no headers arrive', async () => {
    const attempt = new Attempt(() => never);
    const failure = attempt.fails('timeout');
    await attempt.clock.advance(59_999);
    assert.equal(attempt.network.lastCall.signal.aborted, false);
    await attempt.clock.advance(1);
    assert.equal((await failure).details.limitSeconds, 60);
    assert.equal(attempt.network.lastCall.signal.aborted, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('end it when only headers, comments and empty messages arrive', async () => {
    const { attempt, body } = open();
    const failure = attempt.fails('timeout');
    for (let i = 0; i < 5; i++) {
      await attempt.clock.advance(11_000);
      body.push(`: keep-alive\n\n${delta('')}${event({ choices: [{ delta: { role: 'assistant' } }] })}`);
    }
    await attempt.clock.advance(5000);
    await failure;
    assert.equal(body.cancelled, true);
  });

  it('end it when content stops, whatever else arrives', async () => {
    const { attempt, body } = open();
    const failure = attempt.fails('stalled');
    await attempt.clock.advance(50_000);
    body.push(delta('a'));
    for (let i = 0; i < 29; i++) {
      await attempt.clock.advance(1000);
      body.push(i % 2 === 0 ? ': still here\n\n' : 'd');
    }
    assert.equal(attempt.text, 'a');
    await attempt.clock.advance(1000);
    assert.equal((await failure).details.limitSeconds, 30);
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });

  it('let an answer run as long as content arrives in time', async () => {
    const { attempt, body } = open();
    const events = attempt.run();
    for (let i = 0; i < 15; i++) {
      await attempt.clock.advance(29_000);
      body.push(event({ choices: [{ delta: { reasoning_content: 'x' } }] }));
    }
    body.push(delta('y') + FINISH + DONE);
    body.end();
    assert.equal((await events).length, 17);
  });

  it('end even an active answer at the total limit', async () => {
    const { attempt, body } = open();
    const failure = attempt.fails('too-slow');
    for (let i = 0; i < 120; i++) {
      body.push(delta('.'));
      await attempt.clock.advance(5000);
    }
    assert.equal((await failure).details.limitSeconds, 600);
  });

  it('do not count the time the reader takes', async () => {
    const { attempt, body } = open();
    const reader = attempt.answer[Symbol.asyncIterator]();
    body.push(delta('a'));
    assert.deepEqual((await reader.next()).value, { type: 'text', text: 'a' });
    await attempt.clock.advance(100_000);
    const next = reader.next();
    await attempt.clock.advance(29_000);
    body.push(delta('b'));
    assert.deepEqual((await next).value, { type: 'text', text: 'b' });
  });

  it('do not count the time the reader takes when the answer came as a whole', async () => {
    const message = { role: 'assistant', content: 'all', reasoning_content: 'hm' };
    const whole = JSON.stringify({ id: 'as-1', choices: [{ index: 0, message, finish_reason: 'stop' }] });
    const attempt = new Attempt(() => new Response(whole, { headers: { 'content-type': 'application/json' } }));
    const reader = attempt.answer[Symbol.asyncIterator]();
    assert.deepEqual((await reader.next()).value, { type: 'reasoning', text: 'hm' });
    await attempt.clock.advance(100_000);
    assert.deepEqual((await reader.next()).value, { type: 'text', text: 'all' });
  });

  it('are extended by the time the process was suspended', async () => {
    const { attempt, body } = open();
    const events = attempt.run();
    body.push(delta('a'));
    await attempt.clock.advance(0);
    await attempt.clock.sleepThrough(3_600_000);
    body.push(delta('b') + FINISH + DONE);
    body.end();
    await events;
    assert.equal(attempt.text, 'ab');
  });

  it('are extended only once', async () => {
    const { attempt, body } = open();
    const failure = attempt.fails('stalled');
    body.push(delta('a'));
    await attempt.clock.advance(0);
    await attempt.clock.sleepThrough(40_000);
    await attempt.clock.advance(9999);
    assert.equal(body.cancelled, false);
    await attempt.clock.sleepThrough(5000);
    await failure;
  });

  it('are not extended for a small delay', async () => {
    const { attempt } = open();
    const failure = attempt.fails('timeout');
    await attempt.clock.advance(0);
    await attempt.clock.sleepThrough(61_000);
    await failure;
  });

  it('complete a finished answer whose connection stays open', async () => {
    const { attempt, body } = open();
    const events = attempt.run();
    body.push(delta('all') + FINISH);
    await attempt.clock.advance(4999);
    body.push(USAGE);
    await attempt.clock.advance(1);
    const last = (await events).at(-1);
    assert.equal(last?.type === 'done' && last.usage?.outputTokens, 67);
    assert.equal(body.cancelled, true);
  });

  it('wait 100 ms after the end mark for the connection to close', async () => {
    const { attempt, body } = open();
    const events = attempt.run();
    body.push(delta('all') + FINISH + DONE);
    await attempt.clock.advance(99);
    assert.equal(body.cancelled, false);
    await attempt.clock.advance(1);
    assert.equal((await events).at(-1)?.type, 'done');
    assert.equal(body.cancelled, true);
    assert.equal(attempt.clock.pendingTimers, 0);
  });
});
