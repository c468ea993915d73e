import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import type { Booking } from '../../../src/core/booking.ts';
import type { AdmittedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { gate } from '../../../src/core/flow/gate.ts';
import { exampleAttempt, exampleEndpoint } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents, type Step } from '../../support/scriptedBackend.ts';
import { NotedAdmission } from './notedAdmission.ts';

const text: ChatEvent = { type: 'text', text: 'a' };
const done: ChatEvent = { type: 'done', finish: 'stop' };

describe('gate', () => {
  let admission: NotedAdmission;
  let controller: AbortController;
  let bookings: Booking[];
  let inner: ScriptedBackend<AdmittedRequest>;

  beforeEach(() => {
    admission = new NotedAdmission();
    controller = new AbortController();
    bookings = [];
  });

  const onBooked = (booking: Booking): void => {
    admission.notes.push(`booked ${booking.outcome}`);
    bookings.push(booking);
  };

  function start(script: readonly Step[], ready = async (): Promise<void> => {}): AsyncIterator<ChatEvent> {
    inner = new ScriptedBackend(script);
    const backend = gate(inner.backend, admission, ready);
    return backend(exampleAttempt({ onBooked }), controller.signal)[Symbol.asyncIterator]();
  }

  async function readAll(iterator: AsyncIterator<ChatEvent>): Promise<void> {
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
      admission.notes.push(`read ${step.value.type}`);
    }
  }

  it('does nothing before it is read', () => {
    start([done]);
    assert.deepEqual(admission.notes, []);
  });

  it('admits the attempt, forwards its events, and books it before `done` is forwarded', async () => {
    await readAll(start([{ type: 'start', requestId: 'as-1' }, text, done]));
    assert.deepEqual(admission.notes, [
      'enter',
      'read attempt',
      'started as-1',
      'saw text',
      'read text',
      'saw done',
      'settle ok',
      'booked ok',
      'read done',
    ]);
  });

  it('forwards waiting events of the admission, and sends the shortened answer length', async () => {
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9 };
    admission.waits.push({ type: 'waiting', why: 'budget' });
    admission.limited = limited;
    const seen: ChatEvent[] = [];
    const iterator = start([done]);
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) seen.push(step.value);
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['waiting', 'attempt', 'limited', 'done'],
    );
    assert.deepEqual(seen[2], { type: 'limited', ...limited });
    assert.equal(inner.requests[0]?.maxOutputTokens, 300);
  });

  it('sends nothing after an abort during its own events, and settles as cancelled', async () => {
    admission.limited = { maxOutputTokens: 300, leftNanoYuan: 9 };
    for (const steps of [1, 2]) {
      controller = new AbortController();
      const iterator = start([done]);
      for (let step = 0; step < steps; step++) await iterator.next();
      const reason = new Error('enough');
      controller.abort(reason);
      await assert.rejects(iterator.next(), reason);
      assert.equal(inner.requests.length, 0);
    }
    assert.deepEqual(admission.settled, ['settle cancelled', 'settle cancelled']);
  });

  it('opens no row when it cannot get ready to send', async () => {
    const error = new WenxinError('no-credentials', 'no key');
    const asked: unknown[] = [];
    inner = new ScriptedBackend([done]);
    const backend = gate(inner.backend, admission, async (endpoint, signal) => {
      asked.push(endpoint, signal);
      throw error;
    });
    await assert.rejects(readEvents(backend(exampleAttempt({ onBooked }), controller.signal)), error);
    assert.deepEqual(asked, [exampleEndpoint, controller.signal]);
    assert.deepEqual(admission.notes, []);
    assert.equal(inner.requests.length, 0);
  });

  it('sends nothing when it is not admitted', async () => {
    const error = new WenxinError('storage', 'disk full');
    admission.enter = async function* () {
      yield await Promise.reject<ChatEvent>(error);
      return assert.fail('admitted');
    };
    await assert.rejects(readAll(start([done])), error);
    assert.equal(inner.requests.length, 0);
    assert.deepEqual(bookings, []);
  });

  it('books a failure before it throws it', async () => {
    const error = new WenxinError('busy', 'later');
    await assert.rejects(readAll(start([text, { type: 'throw', error }])), error);
    assert.deepEqual(admission.notes.slice(-3), ['refused', 'settle failed', 'booked failed']);
  });

  it('reports only an error of the service itself as a refusal', async () => {
    const error = new WenxinError('truncated', 'cut');
    await assert.rejects(readAll(start([text, { type: 'throw', error }])), error);
    assert.ok(!admission.notes.includes('refused'));
  });

  it('books a stream without `done` as failed', async () => {
    await readAll(start([text]));
    assert.deepEqual(admission.settled, ['settle failed']);
  });

  it('settles synchronously on abort while its reader holds it at a `yield`', async () => {
    const iterator = start([text, text, done]);
    await iterator.next();
    await iterator.next();
    const reason = new Error('enough');
    controller.abort(reason);
    // Nothing was awaited: the abort listener settled it.
    assert.deepEqual(admission.notes.slice(-2), ['settle cancelled', 'booked cancelled']);
    await assert.rejects(iterator.next(), reason);
    assert.equal(inner.running, 0);
    assert.deepEqual(admission.settled, ['settle cancelled']);
  });

  it('settles synchronously on abort while it waits for the service', async () => {
    const iterator = start([text, { type: 'hang' }]);
    await iterator.next();
    const waiting = iterator.next();
    const reason = new Error('enough');
    controller.abort(reason);
    assert.deepEqual(admission.settled, ['settle cancelled']);
    await assert.rejects(waiting, reason);
  });

  it('settles when it is aborted during the admission', async () => {
    const reason = new Error('enough');
    const enter = admission.enter.bind(admission);
    admission.enter = async function* () {
      const permit = yield* enter();
      controller.abort(reason);
      return permit;
    };
    const deaf = gate(
      () => assert.fail('sent'),
      admission,
      async () => {},
    );
    await assert.rejects(readEvents(deaf(exampleAttempt(), controller.signal)), reason);
    assert.deepEqual(admission.settled, ['settle cancelled']);
  });

  it('calls nothing when it was aborted before', async () => {
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(readAll(start([done], () => assert.fail())), reason);
    assert.deepEqual(admission.notes, []);
  });

  it('opens no row when it is aborted while it gets ready', async () => {
    const reason = new Error('enough');
    const ready = async (): Promise<void> => controller.abort(reason);
    await assert.rejects(readAll(start([done], ready)), reason);
    assert.deepEqual(admission.notes, []);
  });

  it('settles when its reader stops early', async () => {
    const iterator = start([text, text, done]);
    await iterator.next();
    await iterator.next();
    await iterator.return?.();
    assert.deepEqual(admission.settled, ['settle cancelled']);
    assert.equal(inner.running, 0);
  });

  it('does not turn a complete answer into a cancelled one', async () => {
    const iterator = start([done]);
    await iterator.next();
    await iterator.next();
    controller.abort();
    await iterator.return?.();
    assert.deepEqual(admission.settled, ['settle ok']);
  });

  it('forwards nothing after an abort, even from a layer that ignores the signal', async () => {
    const reason = new Error('enough');
    let isLetGo = false;
    const deaf = async function* (): AsyncGenerator<ChatEvent> {
      try {
        yield text;
        controller.abort(reason);
        yield text;
      } finally {
        isLetGo = true;
      }
    };
    const backend = gate(deaf, admission, async () => {});
    const iterator = backend(exampleAttempt(), controller.signal)[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    await assert.rejects(iterator.next(), reason);
    assert.ok(isLetGo);
    assert.deepEqual(admission.notes, ['enter', 'saw text', 'settle cancelled']);
  });

  it('forwards nothing after `done`', async () => {
    await readAll(start([done, text]));
    assert.deepEqual(admission.notes.slice(-1), ['read done']);
    assert.equal(inner.running, 0);
  });

  it('settles exactly once in any order of ending, failing, aborting and returning', async () => {
    const action = fc.constantFrom('next', 'next', 'abort', 'return');
    const step: fc.Arbitrary<Step> = fc.constantFrom<Step>(
      text,
      done,
      { type: 'start', requestId: 'r' },
      { type: 'throw', error: new WenxinError('busy', 'later') },
      { type: 'hang' },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 4 }),
        fc.array(action, { maxLength: 6 }),
        async (script, actions) => {
          admission = new NotedAdmission();
          controller = new AbortController();
          bookings = [];
          const iterator = start(script);
          const steps: Promise<unknown>[] = [];
          const keep = (promise: Promise<unknown> | undefined): void => {
            steps.push(Promise.allSettled([promise]));
          };
          for (const what of actions) {
            if (what === 'abort') controller.abort(new Error('enough'));
            else if (what === 'return') keep(iterator.return?.());
            else keep(iterator.next());
            await new Promise(setImmediate);
            if (what === 'abort')
              assert.equal(admission.settled.length, admission.notes.filter(n => n === 'enter').length);
          }
          // A correct reader aborts or returns.
          controller.abort(new Error('end'));
          keep(iterator.return?.());
          await Promise.all(steps);
          const entered = admission.notes.filter(note => note === 'enter').length;
          assert.equal(admission.settled.length, entered);
          assert.equal(bookings.length, entered);
          assert.equal(inner.running, 0);
        },
      ),
    );
  });

  it('leaves no listener on a signal that outlives the question', async () => {
    await readAll(start([text, done]));
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
  });
});
