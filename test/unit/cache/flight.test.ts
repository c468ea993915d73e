import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ChatEvent, Origin } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { ATTEMPT, booking, DONE, FlightStage, queued, text } from './flightStage.ts';

describe('flight', () => {
  let stage: FlightStage;

  beforeEach(() => {
    stage = new FlightStage();
  });

  it('sends one request for a thousand equal ones, and gives each caller the whole answer', async () => {
    const readings = stage.askAll(1_000);
    stage.last.tell(ATTEMPT, text('一'), text('二'));
    await stage.settle();
    stage.last.finish();
    await stage.settle();
    assert.equal(stage.inner.asked.length, 1);
    for (const { events, isOver } of readings) {
      assert.equal(
        events.map(event => (event.type === 'text' ? event.text : event.type)).join(' '),
        'attempt 一 二 done',
      );
      assert.ok(isOver);
    }
    assert.ok(readings.every(({ signal }) => getEventListeners(signal, 'abort').length === 0));
  });

  it('sends a request with another key or without a key separately', async () => {
    stage.ask();
    stage.ask({ key: 'other' });
    stage.askAll(2, { key: undefined });
    assert.equal(stage.inner.asked.length, 4);
  });

  it('shares a fresh answer only among callers who want a fresh one', async () => {
    stage.ask();
    const fresh = stage.askAll(2, { fresh: true });
    stage.ask();
    assert.deepEqual(
      stage.inner.asked.map(({ request }) => request.fresh),
      [undefined, true],
    );
    stage.last.finish();
    await stage.settle();
    assert.deepEqual(
      fresh.map(({ isOver }) => isOver),
      [true, true],
    );
  });

  it('sends nothing before a caller reads', async () => {
    const events = stage.open();
    await stage.settle();
    assert.equal(stage.inner.asked.length, 0);
    void events.next();
    assert.equal(stage.inner.asked.length, 1);
  });

  it('sends nothing for a signal that is already aborted', async () => {
    const reason = new Error('enough');
    await assert.rejects(stage.open({}, AbortSignal.abort(reason)).next(), reason);
    assert.equal(stage.inner.asked.length, 0);
  });

  it('sends a new request after the answer is complete', async () => {
    stage.ask();
    stage.last.finish();
    await stage.settle();
    const later = stage.ask();
    assert.equal(stage.inner.asked.length, 2);
    stage.last.finish();
    await stage.settle();
    assert.deepEqual(later.events, [DONE]);
  });

  describe('for a late caller', () => {
    it('starts from the beginning, and continues live', async () => {
      stage.ask();
      stage.last.tell(ATTEMPT, { type: 'limited', maxOutputTokens: 300, leftNanoYuan: 1 });
      stage.last.tell({ type: 'reasoning', text: '想' }, text('一'));
      await stage.settle();
      const late = stage.ask();
      await stage.settle();
      assert.deepEqual(
        late.events.map(({ type }) => type),
        ['attempt', 'limited', 'reasoning', 'text'],
      );
      stage.last.tell(text('二'));
      stage.last.finish();
      await stage.settle();
      assert.equal(late.text(), '一二');
      assert.equal(stage.inner.asked.length, 1);
    });

    it('yields only the newest of several waits', async () => {
      const first = stage.ask();
      for (const position of [5, 4, 3]) {
        stage.last.tell(queued(position));
        await stage.settle();
      }
      const late = stage.ask();
      await stage.settle();
      assert.deepEqual(first.events, [queued(5), queued(4), queued(3)]);
      assert.deepEqual(late.events, [queued(3)]);
    });

    it('yields no finished waits and no failed attempts', async () => {
      stage.ask();
      const limited: ChatEvent = { type: 'limited', maxOutputTokens: 300, leftNanoYuan: 1 };
      const second: ChatEvent = { type: 'attempt', number: 2, endpoint: 'other', model: 'ernie-test' };
      stage.last.tell(queued(1), ATTEMPT, limited, { type: 'waiting', why: 'backoff' }, second);
      await stage.settle();
      const late = stage.ask();
      await stage.settle();
      assert.deepEqual(late.events, [second]);
    });

    it('yields no wait for an answer that arrived without an attempt', async () => {
      stage.ask();
      stage.last.tell({ type: 'waiting', why: 'flight' }, text('kept'));
      await stage.settle();
      const late = stage.ask();
      await stage.settle();
      assert.deepEqual(late.events, [text('kept')]);
    });
  });

  describe('with a slow reader', () => {
    it('blocks neither the service nor other callers, and yields everything in the end', async () => {
      const slow = stage.open();
      const first = slow.next();
      const other = stage.ask();
      stage.last.tell(ATTEMPT, text('一'));
      assert.deepEqual((await first).value, ATTEMPT);
      stage.last.tell(text('二'));
      stage.last.finish();
      await stage.settle();
      assert.equal(other.text(), '一二');
      assert.equal(stage.inner.running, 0);
      const rest: ChatEvent[] = [];
      for await (const event of slow) rest.push(event);
      assert.deepEqual(rest.slice(0, -1), [text('一'), text('二')]);
      assert.equal(rest.at(-1)?.type, 'done');
    });

    it('continues when it is the only caller, without a key', async () => {
      const slow = stage.open({ key: undefined });
      const first = slow.next();
      stage.last.tell(ATTEMPT, text('一'));
      await first;
      stage.last.finish();
      await stage.settle();
      assert.equal(stage.inner.running, 0);
      assert.deepEqual((await slow.next()).value, text('一'));
    });

    it('skips waits that were over when it read on', async () => {
      const slow = stage.open();
      const first = slow.next();
      stage.last.tell(queued(3));
      await first;
      stage.last.tell(queued(2), queued(1), ATTEMPT, text('一'));
      await stage.settle();
      assert.deepEqual([(await slow.next()).value, (await slow.next()).value], [ATTEMPT, text('一')]);
    });
  });

  it('passes a failure of the service to all callers, after the text that arrived before it', async () => {
    const readings = stage.askAll(3);
    const error = new WenxinError('busy', 'scripted');
    stage.last.tell(ATTEMPT, text('half'));
    stage.last.fail(error);
    await stage.settle();
    for (const reading of readings) {
      assert.equal(reading.text(), 'half');
      assert.equal(reading.error, error);
    }
    assert.deepEqual(stage.answered, []);
    assert.equal(stage.inner.asked.length, 1);
    stage.ask();
    assert.equal(stage.inner.asked.length, 2);
  });

  it('treats an answer without a final event as truncated', async () => {
    const reading = stage.ask();
    stage.last.tell(ATTEMPT, text('half'));
    stage.last.end();
    await stage.settle();
    assert.ok(reading.error instanceof WenxinError && reading.error.kind === 'truncated');
  });

  it('lets the inner backend finish after the answer, even when no caller is left', async () => {
    const reading = stage.ask();
    const { last } = stage;
    last.tell(DONE);
    await stage.settle();
    assert.deepEqual([reading.isOver, last.isRunning, last.signal.aborted], [true, true, false]);
    last.end();
    await stage.settle();
    assert.equal(last.isRunning, false);
  });

  it('does not report a failure after the answer', async () => {
    const reading = stage.ask();
    const busy = stage.open({ workspace: 'other' });
    const first = busy.next();
    const { last } = stage;
    last.tell(ATTEMPT, DONE);
    await first;
    await stage.settle();
    last.fail(new WenxinError('budget', 'of something else'));
    await stage.settle();
    assert.deepEqual([reading.isOver, reading.error], [true, undefined]);
    assert.equal(stage.inner.asked.length, 1);
    assert.deepEqual(
      (await readEvents(busy)).map(({ type }) => type),
      ['done'],
    );
  });

  describe('reports the origin of an answer', () => {
    it('unchanged to the caller who paid, and with the saved amount to all others', async () => {
      const [payer, ...others] = stage.askAll(3);
      stage.last.tell(ATTEMPT, text('一'));
      stage.last.request.onBooked?.(booking({ outcome: 'failed', amountNanoYuan: 50 }));
      stage.last.request.onBooked?.(booking({ amountNanoYuan: 700 }));
      await stage.clock.advance(1_500);
      const answeredAtMs = stage.clock.now();
      stage.last.finish();
      await stage.clock.advance(3_000);
      assert.deepEqual(payer?.events.at(-1), DONE);
      const origin: Origin = { level: 'joined', answeredAtMs, savedNanoYuan: 700 };
      for (const { events } of others) assert.deepEqual(events.at(-1), { ...DONE, origin });
      assert.deepEqual(stage.answered, [
        { questionId: 'question-1', origin: undefined },
        { questionId: 'question-2', origin },
        { questionId: 'question-3', origin },
      ]);
    });

    it('without a saved amount when the price is unknown', async () => {
      const [, other] = stage.askAll(2);
      stage.last.request.onBooked?.(booking({ amountNanoYuan: undefined }));
      stage.last.finish();
      await stage.settle();
      const done = other?.events.at(-1);
      assert.ok(done?.type === 'done' && done.origin !== undefined);
      assert.equal(done.origin.savedNanoYuan, undefined);
    });

    it('unchanged to all callers when it was cached', async () => {
      const readings = stage.askAll(2);
      const origin: Origin = { level: 'workspace', answeredAtMs: 5, savedNanoYuan: 70, isStale: true };
      stage.last.finish({ origin });
      await stage.settle();
      for (const { events } of readings) assert.deepEqual(events, [{ ...DONE, origin }]);
      assert.deepEqual(
        stage.answered.map(each => each.origin),
        [origin, origin],
      );
    });

    it('before the last event is read', async () => {
      const seen: number[] = [];
      stage.ask({}, ({ type }) => {
        if (type === 'done') seen.push(stage.answered.length);
      });
      stage.last.finish();
      await setImmediate();
      assert.deepEqual(seen, [1]);
    });
  });
});
