import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import { flight } from '../../../src/core/cache/flight.ts';
import type { AuthorizedRequest, Backend, ChatEvent } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('A client whose callers share questions', () => {
  let clock: VirtualClock;
  let service: SteeredBackend<AuthorizedRequest>;
  let backend: Backend<KeyedRequest>;

  beforeEach(() => {
    clock = new VirtualClock();
    service = new SteeredBackend();
    const client = createClient({
      transport: service.backend,
      credentials: () => Promise.resolve(bearer('test')),
      endpoints: () => [exampleEndpoint],
      settings: () => ({ maxConcurrency: 1 }),
      clock,
    });
    backend = flight(client, { onAnswered: () => undefined, onUnanswered: () => undefined, clock });
  });

  const ask = (
    key: string,
    change: Partial<KeyedRequest>,
    signal = new AbortController().signal,
  ): Promise<ChatEvent[]> => readEvents(backend({ ...exampleRequest({ questionId: key, ...change }), key }, signal));

  it('raises a queued batch question as soon as a person waits for it too', async () => {
    const items = ['first', 'second', 'third', 'fourth'];
    const answers = items.map(key => ask(key, { cause: 'batch' }));
    await clock.advance(10);
    answers.push(ask('third', {}));
    for (const _ of items) {
      await clock.advance(10);
      service.asked.at(-1)?.tell({ type: 'text', text: 'a' });
      service.asked.at(-1)?.finish();
    }
    await clock.advance(10);
    assert.deepEqual(
      service.asked.map(({ request }) => [request.questionId, request.cause]),
      ['first', 'third', 'second', 'fourth'].map(questionId => [questionId, 'batch']),
    );
    for (const events of await Promise.all(answers)) assert.equal(events.at(-1)?.type, 'done');
    assert.equal(clock.pendingTimers, 0);
  });

  it('books synchronously on the abort of the last caller, and frees the slot', async () => {
    const outcomes: string[] = [];
    const controllers = [new AbortController(), new AbortController()];
    const readings = controllers.map(({ signal }) =>
      ask('same', { onBooked: ({ outcome }) => outcomes.push(outcome) }, signal),
    );
    const refused = readings.map(reading => assert.rejects(reading, { name: 'AbortError' }));
    await clock.advance(0);
    controllers[1]?.abort();
    assert.deepEqual(outcomes, []);
    controllers[0]?.abort();
    assert.deepEqual(outcomes, ['cancelled']);
    await Promise.all(refused);
    assert.equal(service.running, 0);
    void ask('other', {});
    await clock.advance(0);
    assert.equal(service.running, 1);
  });
});
