import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { AttemptRequest, ChatEvent, Waiting } from '../../../src/core/chat.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { countMessages, inputBound } from '../../../src/core/tokens.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents, type Step } from '../../support/scriptedBackend.ts';
import { answering, AttemptsStage, failing, kindOf, type Reading } from './attemptsStage.ts';

const done: ChatEvent = { type: 'done', finish: 'stop' };

const waits = ({ events }: Reading): Waiting[] => events.filter(event => event.type === 'waiting');

/** Retryable failures of a host that was reached. */
const TRANSIENT: readonly FailureKind[] = ['busy', 'stalled', 'truncated', 'empty'];
const FINAL: readonly FailureKind[] = [
  'credentials',
  'invalid',
  'too-long',
  'unsafe',
  'tls',
  'redirect',
  'not-json',
  'proxy-auth',
  'no-credentials',
  'budget',
  'storage',
  'too-slow',
  'too-large',
  'queue-full',
];

describe('The attempts loop', () => {
  it('does nothing before it is read', () => {
    const stage = new AttemptsStage([answering()]);
    stage.ask();
    assert.deepEqual(stage.sent, []);
  });

  it('sends the question to its endpoint with its token counts, and forwards the answer', async () => {
    const stage = new AttemptsStage([[{ type: 'text', text: 'a' }, done]]);
    await stage.clock.advance(7);
    assert.deepEqual(await readEvents(stage.ask()), [{ type: 'text', text: 'a' }, done]);
    const [request] = stage.inner.requests;
    const { inputTokens, inputCounts } = request as AttemptRequest;
    assert.ok(inputTokens > 0);
    assert.deepEqual(inputCounts, countMessages(exampleRequest().messages));
    const known = { endpoint: exampleEndpoint, attempt: 1, arrivedAtMs: 7, inputTokens, inputCounts };
    assert.deepEqual(request, { ...exampleRequest(), ...known });
  });

  it('corrects the token estimate for the requested model, up to the input bound', async () => {
    const messages = exampleRequest().messages;
    for (const [corrected, told] of [
      [17, 17],
      [1_000_000, inputBound(messages)],
    ] as const) {
      const asked: unknown[] = [];
      const stage = new AttemptsStage([answering()], {
        tokensOf: (model, counts) => {
          asked.push(model, counts);
          return corrected;
        },
      });
      await readEvents(stage.ask());
      assert.deepEqual(asked, [exampleRequest().model, countMessages(messages)]);
      assert.equal((stage.inner.requests[0] as AttemptRequest).inputTokens, told);
    }
  });

  it('reports `truncated` for a stream that ends without `done`, and keeps what came before', async () => {
    const stage = new AttemptsStage([[{ type: 'text', text: 'a' }]]);
    const reading = stage.start();
    await stage.clock.advance(0);
    assert.equal(kindOf(reading.error), 'truncated');
    assert.equal(stage.sent.length, 1);
  });

  it('yields nothing after `done`', async () => {
    const stage = new AttemptsStage([[done, { type: 'text', text: 'late' }, done]]);
    assert.deepEqual(await readEvents(stage.ask()), [done]);
  });

  for (const kind of TRANSIENT) {
    it(`asks again after ${kind}, with full jitter, until the attempts are used up`, async () => {
      const stage = new AttemptsStage([failing(kind), failing(kind), failing(kind), answering()]);
      const reading = stage.start();
      await stage.clock.advance(499);
      assert.equal(stage.sent.length, 1);
      await stage.clock.advance(1);
      assert.equal(stage.sent.length, 2);
      await stage.clock.advance(1_000);
      assert.deepEqual(
        stage.sent,
        ['1', '2', '3'].map((n, i) => `${n} example ernie-test${i > 0 ? ` ${kind}` : ''}`),
      );
      assert.equal(kindOf(reading.error), kind);
      assert.deepEqual(
        waits(reading).map(({ why, because, nextAttempt, maxAttempts }) => [why, because, nextAttempt, maxAttempts]),
        [
          ['backoff', kind, 2, 3],
          ['backoff', kind, 3, 3],
        ],
      );
      assert.equal(stage.clock.pendingTimers, 0);
    });
  }

  for (const kind of ['unreachable', 'dns'] as const) {
    it(`asks once more after ${kind}: a network that has just changed is there again`, async () => {
      const stage = new AttemptsStage([failing(kind), failing(kind), answering()]);
      const reading = stage.start();
      await stage.clock.advance(60_000);
      assert.equal(kindOf(reading.error), kind);
      assert.equal(stage.sent.length, 2);
    });
  }

  for (const kind of FINAL) {
    it(`asks once after ${kind}`, async () => {
      const stage = new AttemptsStage([failing(kind), answering()]);
      const reading = stage.start();
      await stage.clock.advance(120_000);
      assert.equal(kindOf(reading.error), kind);
      assert.equal(stage.sent.length, 1);
    });
  }

  it('reports when the wait ends, and waits at least as long as the service asks', async () => {
    const stage = new AttemptsStage([failing('busy', { retryAfterMs: 9_000 }), answering()]);
    stage.random = 0;
    const reading = stage.start();
    await stage.clock.advance(0);
    assert.equal(waits(reading)[0]?.untilMs, stage.clock.now() + 9_000);
    await stage.clock.advance(8_999);
    assert.equal(stage.sent.length, 1);
    await stage.clock.advance(1);
    assert.equal(reading.isOver, true);
    assert.equal(reading.error, undefined);
  });

  it('fails at once when the service asks for a wait of more than a minute', async () => {
    const stage = new AttemptsStage([failing('busy', { retryAfterMs: 61_000 }), answering()]);
    const reading = stage.start();
    await stage.clock.advance(0);
    assert.equal(kindOf(reading.error), 'busy');
  });

  it('continues at once when the wait is skipped', async () => {
    const stage = new AttemptsStage([failing('busy'), answering()]);
    const reading = stage.start();
    await stage.clock.advance(0);
    waits(reading)[0]?.skip?.();
    await stage.clock.advance(0);
    assert.equal(reading.events.at(-1)?.type, 'done');
    assert.equal(stage.clock.pendingTimers, 0);
  });

  it('resends at once, but only once, when a connection is lost before any byte', async () => {
    const stage = new AttemptsStage([failing('connection-lost'), failing('connection-lost'), answering()]);
    const reading = stage.start();
    await stage.clock.advance(0);
    assert.deepEqual(stage.sent, ['1 example ernie-test', '2 example ernie-test connection-lost resend']);
    await stage.clock.advance(500);
    assert.equal(reading.events.at(-1)?.type, 'done');
    assert.equal(stage.sent.at(-1), '3 example ernie-test connection-lost resend');
  });

  it('does not count rate-limit refusals as attempts, and gives up after twenty of them', async () => {
    const refusals = (count: number): Step[][] => Array.from({ length: count }, () => failing('refused'));
    const stage = new AttemptsStage([...refusals(20), answering()]);
    assert.equal((await readEvents(stage.ask())).at(-1)?.type, 'done');
    const stubborn = new AttemptsStage(refusals(30));
    const reading = stubborn.start();
    await stubborn.clock.advance(0);
    assert.equal(kindOf(reading.error), 'refused');
    assert.equal(stubborn.sent.length, 21);
  });

  it('never sends again after content was shown', async () => {
    for (const content of [
      { type: 'text', text: 'a' },
      { type: 'reasoning', text: 'a' },
      { type: 'toolCall', index: 0, arguments: '' },
    ] as const) {
      for (const kind of [...TRANSIENT, 'connection-lost', 'refused'] as const) {
        const stage = new AttemptsStage([[content, ...failing(kind)], answering()]);
        stage.endpoints = [exampleEndpoint, { ...exampleEndpoint, name: 'other' }];
        const reading = stage.start();
        await stage.clock.advance(120_000);
        assert.equal(kindOf(reading.error), kind);
        assert.equal(stage.sent.length, 1);
      }
    }
  });

  it('does not resend for a person what may have been charged, but resends once for a batch', async () => {
    const person = new AttemptsStage([failing('timeout'), answering()]);
    const reading = person.start();
    await person.clock.advance(60_000);
    assert.equal(kindOf(reading.error), 'timeout');
    const agreed = new AttemptsStage([failing('timeout', { sendAgain: true }), answering()]);
    assert.equal((await readEvents(agreed.ask())).at(-1)?.type, 'done');
    const batch = new AttemptsStage([failing('timeout'), answering()]);
    const item = batch.start({ cause: 'batch' });
    await batch.clock.advance(500);
    assert.equal(item.events.at(-1)?.type, 'done');
  });

  it('throws the signal’s reason wherever it is aborted, and leaves no timer or listener', async () => {
    const reason = new Error('enough');
    const scripts: readonly (readonly Step[])[][] = [
      [[{ type: 'hang' }]],
      [[{ type: 'text', text: 'a' }, { type: 'hang' }]],
      [failing('busy'), answering()],
      [failing('connection-lost'), failing('connection-lost'), answering()],
    ];
    for (const script of scripts) {
      const stage = new AttemptsStage(script.map(steps => [...steps]));
      const reading = stage.start();
      await stage.clock.advance(100);
      stage.controller.abort(reason);
      await stage.clock.advance(0);
      assert.equal(reading.error, reason);
      assert.equal(stage.inner.running, 0);
      assert.equal(stage.clock.pendingTimers, 0);
      assert.deepEqual(getEventListeners(stage.controller.signal, 'abort'), []);
    }
    const late = new AttemptsStage([answering()]);
    await assert.rejects(readEvents(late.ask({}, AbortSignal.abort(reason))), reason);
    assert.deepEqual(late.sent, []);
  });

  it('throws the signal’s reason rather than an error that follows the abort', async () => {
    const reason = new Error('enough');
    const stage = new AttemptsStage([
      [
        { type: 'text', text: 'a' },
        { type: 'throw', error: new TypeError('broken') },
      ],
    ]);
    const iterator = stage.ask()[Symbol.asyncIterator]();
    await iterator.next();
    stage.controller.abort(reason);
    await assert.rejects(iterator.next(), reason);
  });

  it('rethrows an error that is not a failure of the service', async () => {
    const error = new TypeError('a mistake in the program');
    const stage = new AttemptsStage([[{ type: 'throw', error }], answering()]);
    await assert.rejects(readEvents(stage.ask()), error);
    assert.equal(stage.sent.length, 1);
  });

  it('keeps a question with the user’s consent, and sends it when the network is back', async () => {
    const stage = new AttemptsStage([...Array.from({ length: 5 }, () => failing('dns')), answering()]);
    const reading = stage.start({ consent: { waitForNetwork: true } });
    await stage.clock.advance(500);
    assert.equal(waits(reading).at(-1)?.why, 'offline');
    assert.equal(stage.sent.length, 2);
    stage.networkChange.fire();
    await stage.clock.advance(0);
    assert.equal(stage.sent.length, 3);
    await stage.clock.advance(3_999);
    assert.equal(stage.sent.length, 3);
    await stage.clock.advance(25_001);
    assert.equal(reading.events.at(-1)?.type, 'done');
    assert.equal(stage.clock.pendingTimers, 0);
  });

  it('waits for an open circuit only with a batch', async () => {
    const circuit = failing('circuit', { retryAfterMs: 30_000, failures: 5 });
    const person = new AttemptsStage([circuit, answering()]);
    const reading = person.start();
    await person.clock.advance(0);
    assert.equal(kindOf(reading.error), 'circuit');
    const batch = new AttemptsStage([circuit, answering()]);
    const item = batch.start({ cause: 'batch' });
    await batch.clock.advance(29_999);
    assert.deepEqual([waits(item)[0]?.why, batch.sent.length], ['circuit', 1]);
    await batch.clock.advance(1);
    assert.equal(item.events.at(-1)?.type, 'done');
  });

  it('probes an endpoint with an open circuit when the wait is skipped', async () => {
    const stage = new AttemptsStage([failing('circuit', { retryAfterMs: 30_000 }), answering()]);
    const item = stage.start({ cause: 'batch' });
    await stage.clock.advance(0);
    waits(item)[0]?.skip?.();
    await stage.clock.advance(0);
    assert.equal(stage.inner.requests[1]?.consent?.probe, true);
  });
});
