import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ChatRequest } from '../../../src/core/chat.ts';
import { WenxinError, type FailureKind } from '../../../src/core/errors.ts';
import { ATTEMPT, DONE, FlightStage, queued, text } from './flightStage.ts';

const ALLOWED: Pick<ChatRequest, 'consent'> = { consent: { allowance: 'unpriced' } };

describe('A flight that cannot be sent for its first caller', () => {
  let stage: FlightStage;

  beforeEach(() => {
    stage = new FlightStage();
  });

  const fail = async (kind: FailureKind): Promise<WenxinError> => {
    const error = new WenxinError(kind, 'scripted');
    stage.last.fail(error);
    await stage.settle();
    return error;
  };

  for (const kind of ['budget', 'price-unknown', 'no-credentials'] as const) {
    it(`is asked as the next one’s to whom something else is booked: ${kind}`, async () => {
      const first = stage.ask({ workspace: 'a' });
      const second = stage.ask({ workspace: 'b' });
      const error = await fail(kind);
      assert.deepEqual([first.error, second.isOver], [error, false]);
      assert.deepEqual(
        stage.inner.asked.map(({ request }) => [request.workspace, request.questionId]),
        [
          ['a', 'question-1'],
          ['b', 'question-2'],
        ],
      );
      stage.last.tell(ATTEMPT, text('一'));
      stage.last.finish();
      await stage.settle();
      assert.equal(second.text(), '一');
      assert.deepEqual(stage.answered, [{ questionId: 'question-2', origin: undefined }]);
    });
  }

  const APART: readonly (readonly [Partial<ChatRequest>, Partial<ChatRequest>])[] = [
    [{ feature: 'explain' }, { feature: 'review' }],
    [{ consumer: 'self' }, { consumer: 'other' }],
    [{ cause: 'refresh' }, { cause: 'user' }],
    [ALLOWED, {}],
  ];
  for (const [one, other] of APART) {
    it(`takes those for others who differ in ${Object.keys(one).join()}`, async () => {
      const [first, second] = [stage.ask(one), stage.ask(other)];
      const error = await fail('budget');
      assert.deepEqual([first.error, second.isOver], [error, false]);
    });
  }

  it('fails at once for all callers with the same attribution, and tries each attribution once', async () => {
    const readings = ['a', 'b', 'a', 'b', 'a'].map(workspace => stage.ask({ workspace }));
    const first = await fail('budget');
    const second = await fail('budget');
    assert.deepEqual(
      readings.map(({ error }) => error),
      [first, second, first, second, first],
    );
    assert.equal(stage.inner.asked.length, 2);
    assert.equal(stage.inner.running, 0);
  });

  it('does not report the waits of the first caller to a later one', async () => {
    stage.ask({ workspace: 'a' });
    stage.ask({ workspace: 'b' });
    stage.last.tell(queued(7));
    await fail('budget');
    const late = stage.ask({ workspace: 'b' });
    await stage.settle();
    assert.deepEqual(late.events, []);
    stage.last.tell(ATTEMPT, DONE);
    await stage.settle();
    assert.deepEqual(late.events[0], ATTEMPT);
    assert.equal(stage.inner.asked.length, 2);
  });

  it('waits as a batch request for an endpoint with an open circuit, after interactive callers failed', async () => {
    const person = stage.ask();
    const item = stage.ask({ cause: 'batch', workspace: 'b' });
    const other = stage.ask({ workspace: 'b' });
    const error = await fail('circuit');
    assert.deepEqual([person.error, other.error, item.isOver], [error, error, false]);
    assert.equal(stage.last.request.cause, 'batch');
  });

  it('moves on to another attribution after the caller it was sent for has left', async () => {
    const first = stage.ask({ workspace: 'a' });
    const second = stage.ask({ workspace: 'a' });
    const third = stage.ask({ workspace: 'b' });
    first.abort();
    const error = await fail('budget');
    assert.deepEqual([second.error, third.isOver], [error, false]);
    assert.equal(stage.last.request.workspace, 'b');
  });

  it('drops a rejected caller, even when it is not reading', async () => {
    const controller = new AbortController();
    const events = stage.open({ workspace: 'a' }, controller.signal);
    const first = events.next();
    const heir = stage.ask({ workspace: 'b' });
    stage.last.tell(queued(1));
    await first;
    const error = await fail('budget');
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    heir.abort();
    assert.equal(stage.last.signal.aborted, true);
    await assert.rejects(events.next(), error);
  });

  it('fails for all callers after a failure of the service', async () => {
    const readings = [stage.ask({ workspace: 'a' }), stage.ask({ workspace: 'b', cause: 'batch' })];
    const error = await fail('unreachable');
    for (const reading of readings) assert.equal(reading.error, error);
    assert.equal(stage.inner.asked.length, 1);
  });

  it('is not sent again after the answer has started', async () => {
    const readings = [stage.ask({ workspace: 'a' }), stage.ask({ workspace: 'b' })];
    stage.last.tell(text('half'));
    const error = await fail('budget');
    for (const reading of readings) assert.equal(reading.error, error);
    assert.equal(stage.inner.asked.length, 1);
  });

  describe('and a caller with more consent', () => {
    it('does not join a caller without consent before that answer has started', async () => {
      const plain = stage.ask();
      stage.last.tell({ type: 'waiting', why: 'budget' });
      await stage.settle();
      const allowed = stage.ask(ALLOWED);
      assert.equal(stage.inner.asked.length, 2);
      stage.last.finish();
      await stage.settle();
      assert.deepEqual([allowed.isOver, plain.isOver], [true, false]);
      assert.deepEqual(
        stage.answered.map(({ origin }) => origin),
        [undefined],
      );
    });

    it('shares an answer that has started', async () => {
      stage.ask();
      stage.last.tell(ATTEMPT, text('一'));
      await stage.settle();
      stage.ask(ALLOWED);
      assert.equal(stage.inner.asked.length, 1);
    });

    it('does not join a caller with less consent', () => {
      for (const upToNanoYuan of [1, 2]) stage.ask({ consent: { allowance: { upToNanoYuan } } });
      assert.equal(stage.inner.asked.length, 2);
    });

    it('shares its answer with callers who have the same consent or none', async () => {
      const first = stage.ask({ consent: { probe: true, dearerModel: true } });
      const others = [stage.ask(), stage.ask({ consent: { probe: true } })];
      assert.equal(stage.inner.asked.length, 1);
      stage.ask(ALLOWED);
      assert.equal(stage.inner.asked.length, 2);
      stage.inner.asked[0]?.finish();
      await stage.settle();
      for (const { isOver } of [first, ...others]) assert.ok(isOver);
    });

    it('shares its answer with later callers', async () => {
      stage.ask();
      stage.ask(ALLOWED);
      stage.inner.asked[0]?.finish();
      await stage.settle();
      const later = stage.ask();
      assert.equal(stage.inner.asked.length, 2);
      stage.last.finish();
      await stage.settle();
      assert.ok(later.isOver);
      stage.ask();
      assert.equal(stage.inner.asked.length, 3);
    });
  });
});
