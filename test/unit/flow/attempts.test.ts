import assert from 'node:assert/strict';
import type { AttemptRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { attempts } from '../../../src/core/flow/attempts.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents, type Step } from '../../support/scriptedBackend.ts';

const signal = new AbortController().signal;
const done: ChatEvent = { type: 'done', finish: 'stop' };

async function read(script: readonly Step[]): Promise<ChatEvent[]> {
  const inner = new ScriptedBackend<AttemptRequest>(script);
  return readEvents(attempts(inner.backend, () => exampleEndpoint)(exampleRequest(), signal));
}

describe('attempts', () => {
  it('does nothing before it is read', () => {
    const inner = new ScriptedBackend<AttemptRequest>([done]);
    attempts(inner.backend, () => assert.fail())(exampleRequest(), signal);
    assert.equal(inner.requests.length, 0);
  });

  it('sends the question to its endpoint, and tells what comes', async () => {
    const inner = new ScriptedBackend<AttemptRequest>([{ type: 'text', text: 'a' }, done]);
    const iterator = attempts(inner.backend, () => exampleEndpoint)(exampleRequest(), signal)[Symbol.asyncIterator]();
    assert.deepEqual((await iterator.next()).value, { type: 'text', text: 'a' });
    assert.deepEqual(inner.requests, [{ ...exampleRequest(), endpoint: exampleEndpoint, attempt: 1 }]);
  });

  it('reads the endpoint anew for each question', async () => {
    const inner = new ScriptedBackend<AttemptRequest>([done]);
    let count = 0;
    const backend = attempts(inner.backend, () => ({ ...exampleEndpoint, name: `endpoint ${++count}` }));
    for (let question = 0; question < 2; question++) await readEvents(backend(exampleRequest(), signal));
    assert.deepEqual(
      inner.requests.map(({ endpoint }) => endpoint.name),
      ['endpoint 1', 'endpoint 2'],
    );
  });

  it('asks once, whatever the failure', async () => {
    const error = new WenxinError('busy', 'later');
    const inner = new ScriptedBackend<AttemptRequest>([{ type: 'throw', error }]);
    await assert.rejects(readEvents(attempts(inner.backend, () => exampleEndpoint)(exampleRequest(), signal)), error);
    assert.equal(inner.requests.length, 1);
  });

  it('says `truncated` of a stream that ends without `done`', async () => {
    await assert.rejects(
      read([{ type: 'text', text: 'a' }]),
      (error: unknown) => error instanceof WenxinError && error.kind === 'truncated',
    );
  });

  it('yields nothing after `done`', async () => {
    const events = await read([done, { type: 'text', text: 'late' }, done]);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['done'],
    );
  });

  it('throws the signal’s reason when something broke because of the abort', async () => {
    const reason = new Error('enough');
    for (const end of [() => undefined, () => assert.fail('broken')]) {
      const controller = new AbortController();
      const breaking = async function* (): AsyncGenerator<ChatEvent> {
        yield { type: 'text', text: 'a' };
        controller.abort(reason);
        end();
      };
      const backend = attempts(breaking, () => exampleEndpoint);
      await assert.rejects(readEvents(backend(exampleRequest(), controller.signal)), reason);
    }
  });

  it('throws the signal’s reason after an abort, whatever else broke', async () => {
    const reason = new Error('enough');
    const late = attempts(
      () => assert.fail('asked'),
      () => exampleEndpoint,
    );
    await assert.rejects(late(exampleRequest(), AbortSignal.abort(reason))[Symbol.asyncIterator]().next(), reason);
    for (const script of [
      [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }, done],
      [{ type: 'text', text: 'a' }],
      [
        { type: 'text', text: 'a' },
        { type: 'throw', error: new TypeError('broken') },
      ],
    ] as const) {
      const controller = new AbortController();
      const inner = new ScriptedBackend<AttemptRequest>(script);
      // A layer below that does not notice the abort itself.
      const deaf = attempts(
        request => inner.backend(request, signal),
        () => exampleEndpoint,
      );
      const iterator = deaf(exampleRequest(), controller.signal)[Symbol.asyncIterator]();
      await iterator.next();
      controller.abort(reason);
      await assert.rejects(iterator.next(), reason);
      assert.equal(inner.running, 0);
    }
  });
});
