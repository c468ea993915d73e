import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { WenxinError } from '../../../src/core/errors.ts';
import { ATTEMPT, booking, FlightStage, text } from './flightStage.ts';

describe('A flight whose callers leave', () => {
  let stage: FlightStage;

  beforeEach(() => {
    stage = new FlightStage();
  });

  it('continues for the others when the first caller leaves', async () => {
    const [first, ...others] = stage.askAll(3);
    stage.last.tell(ATTEMPT, text('一'));
    await stage.settle();
    const reason = new Error('enough');
    first?.abort(reason);
    await stage.settle();
    assert.equal(first?.error, reason);
    assert.equal(stage.last.signal.aborted, false);
    stage.last.tell(text('二'));
    stage.last.finish();
    await stage.settle();
    assert.equal(first.text(), '一');
    for (const other of others) assert.equal(other.text(), '一二');
    assert.equal(stage.inner.asked.length, 1);
  });

  it('reports to the remaining callers that they did not pay, and nothing to the one who left', async () => {
    const heard: string[] = [];
    const first = stage.ask({ onBooked: () => heard.push('first') });
    stage.ask({ onBooked: () => heard.push('second') });
    first.abort();
    stage.last.request.onBooked?.(booking());
    stage.last.finish();
    await stage.settle();
    assert.deepEqual(heard, []);
    assert.deepEqual(
      stage.answered.map(({ questionId, origin }) => [questionId, origin?.level, origin?.savedNanoYuan]),
      [['question-2', 'joined', 700]],
    );
  });

  it('is aborted with its last caller, during the abort event and for the same reason', async () => {
    const [first, second] = stage.askAll(2);
    stage.last.tell(ATTEMPT, text('一'));
    await stage.settle();
    const reason = new Error('enough');
    second?.abort(new Error('before'));
    assert.equal(stage.last.signal.aborted, false);
    first?.abort(reason);
    assert.equal(stage.last.signal.reason, reason);
    await stage.settle();
    assert.equal(first?.error, reason);
    assert.equal(stage.inner.running, 0);
  });

  it('has a cancelled attempt booked during the abort event, even while its caller is not reading', async () => {
    const outcomes: string[] = [];
    const controller = new AbortController();
    const events = stage.open({ onBooked: ({ outcome }) => outcomes.push(outcome) }, controller.signal);
    const first = events.next();
    const { request, signal } = stage.last;
    signal.addEventListener('abort', () => request.onBooked?.(booking({ outcome: 'cancelled' })));
    stage.last.tell(ATTEMPT);
    await first;
    const reason = new Error('enough');
    controller.abort(reason);
    assert.deepEqual(outcomes, ['cancelled']);
    await assert.rejects(events.next(), reason);
    assert.deepEqual(await events.next(), { done: true, value: undefined });
  });

  it('sends a new request for a caller who joins while the last one leaves', async () => {
    const first = stage.ask();
    let late: ReturnType<FlightStage['ask']> | undefined;
    stage.last.signal.addEventListener('abort', () => (late = stage.ask()));
    first.abort();
    assert.equal(stage.inner.asked.length, 2);
    stage.last.tell(text('new'));
    stage.last.finish();
    await stage.settle();
    assert.equal(late?.text(), 'new');
  });

  it('yields nothing more to a caller who left, although there is more', async () => {
    const controller = new AbortController();
    const events = stage.open({}, controller.signal);
    const first = events.next();
    stage.ask();
    stage.last.tell(text('一'), text('二'));
    await first;
    await stage.settle();
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(events.next(), reason);
  });

  it('yields nothing more to a caller who leaves during a callback', async () => {
    const reason = new Error('enough');
    const readings = [
      stage.ask({ onAttemptFailed: () => readings[0]?.abort(reason) }),
      stage.ask({ onSlow: () => readings[1]?.abort(reason) }),
    ];
    const { request } = stage.last;
    const nothing = (): void => undefined;
    request.onAttemptFailed?.({ endpoint: 'example', model: 'ernie-test', kind: 'busy' });
    request.onSlow?.({ seconds: 60, keepWaiting: nothing, sendAgain: nothing, giveUp: nothing });
    stage.last.tell({ type: 'limited', maxOutputTokens: 300, leftNanoYuan: 1 });
    await stage.settle();
    for (const reading of readings) assert.deepEqual([reading.events, reading.error], [[], reason]);
  });

  it('is aborted when its last reader leaves its loop', async () => {
    const { signal } = new AbortController();
    const [first, second] = [stage.open({}, signal), stage.open({}, signal)];
    const steps = Promise.all([first.next(), second.next()]);
    stage.last.tell(text('一'));
    await steps;
    await first.return(undefined);
    assert.equal(stage.last.signal.aborted, false);
    await second.return(undefined);
    assert.equal(stage.last.signal.aborted, true);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    stage.ask();
    assert.equal(stage.inner.asked.length, 2);
  });

  it('leaves no abort listener behind for a caller who never reads the rest', async () => {
    const controller = new AbortController();
    const events = stage.open({}, controller.signal);
    const first = events.next();
    stage.last.tell(text('一'));
    await first;
    stage.last.finish();
    await stage.settle();
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('is not aborted when a caller leaves before it has read the end', async () => {
    const controller = new AbortController();
    const events = stage.open({}, controller.signal);
    const first = events.next();
    const { last } = stage;
    last.tell(text('一'), { type: 'done', finish: 'stop' });
    await first;
    await stage.settle();
    const reason = new Error('enough');
    controller.abort(reason);
    assert.equal(last.signal.aborted, false);
    await assert.rejects(events.next(), reason);
    assert.deepEqual(stage.answered, []);
  });

  it('counts callers who left as cancelled and those of a failed request as failed, but no blocked ones', async () => {
    const [left] = stage.askAll(3);
    left?.abort();
    stage.last.tell(ATTEMPT, text('一'));
    await stage.settle();
    stage.last.fail(new WenxinError('busy', 'scripted'));
    await stage.settle();
    stage.ask({ key: 'another' });
    stage.last.fail(new WenxinError('budget', 'scripted'));
    await stage.settle();
    assert.deepEqual(stage.unanswered, ['question-1 cancelled', 'question-2 failed', 'question-3 failed']);
    assert.deepEqual(stage.answered, []);
  });
});
