import assert from 'node:assert/strict';
import type { AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';
import { ScriptedBackend, type Step } from '../../support/scriptedBackend.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { until } from '../../support/until.ts';
import { JOB, RunnerStage, USAGE } from './runnerStage.ts';

const ANSWER: readonly Step[] = [
  { type: 'start', requestId: 'as-1' },
  { type: 'text', text: 'Answer' },
  { type: 'done', finish: 'stop', usage: USAGE },
];

const failing = (kind: FailureKind, details?: FailureDetails): Step => {
  return { type: 'throw', error: new WenxinError(kind, 'failed', details) };
};

const questionOf = ({ messages }: AuthorizedRequest): string => messages[0]?.content ?? '';

describe('JobRunner and failures', () => {
  let stage: RunnerStage;

  beforeEach(() => {
    stage = new RunnerStage();
  });

  afterEach(() => stage.close());

  /** Returns a service that answers unless `steps` overrides that for a question and its number of earlier requests. */
  function serviceWith(steps: (question: string, asked: number) => readonly Step[] | undefined) {
    const asked = new Map<string, number>();
    return new ScriptedBackend<AuthorizedRequest>(request => {
      const question = questionOf(request);
      const before = asked.get(question) ?? 0;
      asked.set(question, before + 1);
      return steps(question, before) ?? ANSWER;
    });
  }

  it('pauses the job with a reason after a failure that concerns all items, and releases its items', async () => {
    await stage.add(20);
    const service = serviceWith(() => [failing('credentials', { code: 'invalid_api_key', status: 401 })]);
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    const { state, pause, counts, runners } = stage.job;
    assert.equal(state, 'paused');
    assert.deepEqual(pause, { reason: 'credentials', detail: 'credentials 401 invalid_api_key: failed' });
    assert.deepEqual([counts.waiting, counts.failed, runners], [20, 0, 0]);
    assert.ok(stage.items().every(({ tries }) => tries === 0));
    assert.ok(service.requests.length <= 3, 'nothing is asked after that');
  });

  it('fails an item with a missing model, and continues with the others', async () => {
    await stage.add([{}, { model: 'nobody' }, {}]);
    const service = new ScriptedBackend<AuthorizedRequest>(({ model }) =>
      model === 'nobody' ? [failing('model-gone', { status: 404 })] : ANSWER,
    );
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    assert.deepEqual([stage.job.state, ...stage.items().map(({ state }) => state)], ['done', 'done', 'failed', 'done']);
  });

  it('fails an item whose answer the database rejects, and continues with the others', async () => {
    await stage.add(3);
    const database = await stage.ledger.file();
    database.execute(`CREATE TEMP TRIGGER refused BEFORE UPDATE OF outcome ON batch_item
      WHEN NEW.number = 2 AND NEW.outcome GLOB '*Answer*' BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    const running = stage.runner(serviceWith(() => undefined).backend).run(JOB, stage.abort.signal);
    await until(() => stage.job.counts.done === 2);
    await stage.clock.advance(10_000);
    await running;
    assert.deepEqual([stage.job.state, ...stage.items().map(({ state }) => state)], ['done', 'done', 'failed', 'done']);
    assert.deepEqual(stage.item(2).outcome, {
      state: 'failed',
      failure: { kind: 'storage', code: 'answer_not_written' },
    });
    assert.equal(stage.ledger.bookings(9).filter(({ outcome }) => outcome === 'ok').length, 3);
  });

  it('waits for requests in flight when it pauses, and keeps their answers', async () => {
    await stage.add(10);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = stage.runner(service.backend).run(JOB, stage.abort.signal);
    await until(() => service.asked.length === 3);
    service.asked[0]?.fail(new WenxinError('overdue', 'no money'));
    await until(() => stage.job.state === 'paused');
    for (const answer of service.asked.slice(1)) {
      answer.tell({ type: 'text', text: 'Late answer' });
      answer.finish({ usage: USAGE });
    }
    await running;
    assert.deepEqual([stage.job.counts.done, stage.job.counts.waiting], [2, 8]);
    assert.equal(service.asked.length, 3);
  });

  it('does not send queued requests when it pauses', async () => {
    await stage.add(10);
    stage.concurrency = 5;
    const service = new SteeredBackend<AuthorizedRequest>();
    const settings = () => ({ maxConcurrency: 2, maxAttempts: 1 });
    const running = stage.runner(service.backend, { settings }).run(JOB, stage.abort.signal);
    await until(() => service.asked.length === 2);
    await stage.store.change(JOB, { state: 'paused', pause: { reason: 'person' } });
    for (const answer of service.asked) {
      answer.tell({ type: 'text', text: 'Answer' });
      answer.finish({ usage: USAGE });
    }
    await running;
    assert.equal(service.asked.length, 2);
    assert.deepEqual([stage.job.counts.done, stage.job.counts.waiting], [2, 8]);
    assert.equal(stage.job.pause?.reason, 'person');
  });

  it('fails no item and counts no try while the network is down, and resumes when it is back', async () => {
    await stage.add(12);
    let isDown = true;
    const service = serviceWith(() => (isDown ? [failing('dns')] : undefined));
    const running = stage.runner(service.backend).run(JOB, stage.abort.signal);
    await until(() => stage.job.counts.running === 0 || service.requests.length >= 3);
    const sentAtMs: number[] = [];
    for (let second = 0; second < 60; second++) {
      const before = service.requests.length;
      await stage.clock.advance(1_000);
      await until(() => service.running === 0);
      if (service.requests.length > before) sentAtMs.push(stage.clock.monotonicMs());
    }
    // The requests in flight, and one item each after 5, 15 and 35 s.
    assert.ok(service.requests.length <= 3 + 3, `${service.requests.length} requests in a minute`);
    assert.ok(stage.items().every(({ state, tries }) => state === 'running' || tries === 0));
    assert.equal(stage.job.state, 'running');
    isDown = false;
    let isOver = false;
    void running.then(() => (isOver = true));
    for (let second = 0; second < 90 && !isOver; second++) {
      await stage.clock.advance(1_000);
      await until(() => service.running === 0);
    }
    await running;
    assert.deepEqual(stage.job.counts, { total: 12, waiting: 0, running: 0, done: 12, failed: 0, cancelled: 0 });
  });

  it('retries a truncated answer after the other items, up to three tries', async () => {
    await stage.add(6);
    stage.concurrency = 1;
    const service = serviceWith(question =>
      question === 'Question 2' ? [{ type: 'text', text: 'Ans' }, failing('truncated')] : undefined,
    );
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    const order = service.requests.map(request => Number(questionOf(request).slice('Question '.length)));
    assert.equal(order.filter(number => number === 2).length, 3);
    assert.deepEqual(order.slice(-2), [2, 2], order.join());
    const { state, outcome, tries } = stage.item(2);
    assert.deepEqual([state, tries, outcome], ['failed', 3, { state: 'failed', failure: { kind: 'truncated' } }]);
    assert.equal(stage.job.state, 'done');
  });

  it('keeps the answer of an item that failed on earlier tries', async () => {
    await stage.add(4);
    const service = serviceWith((question, before) =>
      question === 'Question 3' && before < 2 ? [failing('busy')] : undefined,
    );
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    assert.deepEqual([stage.item(3).state, stage.item(3).tries], ['done', 3]);
  });

  it('fails an item that the service refuses, with its reason, and continues', async () => {
    await stage.add(4);
    const details = { status: 403, code: 'system_unsafe', requestId: 'as-9' };
    const service = serviceWith(question => (question === 'Question 1' ? [failing('unsafe', details)] : undefined));
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    assert.deepEqual(stage.item(1).outcome, { state: 'failed', failure: { kind: 'unsafe', ...details } });
    assert.deepEqual([stage.job.state, stage.job.counts.done, stage.job.counts.failed], ['done', 3, 1]);
    assert.equal(stage.ended.length, 4);
  });

  it('treats an answer that the safety rules ended or withdrew as a failure with a cost', async () => {
    await stage.add(2);
    const withdrawn: ChatEvent = { type: 'safety', verdict: 'withdraw' };
    const service = serviceWith(question =>
      question === 'Question 1'
        ? [
            { type: 'text', text: 'Bad' },
            { type: 'done', finish: 'filtered', usage: USAGE },
          ]
        : [{ type: 'text', text: 'Bad' }, withdrawn, { type: 'done', finish: 'stop', usage: USAGE }],
    );
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    for (const number of [1, 2]) {
      assert.deepEqual(stage.item(number).outcome, { state: 'failed', failure: { kind: 'filtered' } });
      assert.ok((stage.item(number).amountNanoYuan ?? 0) > 0);
    }
  });

  it('keeps an answer cut off by the output limit, and marks it', async () => {
    await stage.add(1);
    const service = serviceWith(() => [
      { type: 'text', text: 'Half an ans' },
      { type: 'done', finish: 'length', usage: USAGE },
    ]);
    await stage.runner(service.backend).run(JOB, stage.abort.signal);
    const { state, outcome } = stage.item(1);
    assert.equal(state, 'done');
    assert.deepEqual(outcome?.state === 'done' && [outcome.answer.text, outcome.answer.finish], [
      'Half an ans',
      'length',
    ]);
  });

  it('resumes by itself when the quota is available again', async () => {
    await stage.add(4);
    let isUsedUp = true;
    const service = serviceWith(() => (isUsedUp ? [failing('quota', { retryAfterMs: 3_600_000 })] : undefined));
    const running = stage.runner(service.backend).run(JOB, stage.abort.signal);
    await until(() => stage.job.state === 'paused' && stage.job.runners === 0);
    assert.equal(stage.job.pause?.untilMs, stage.clock.now() + 3_600_000);
    await stage.clock.advance(3_500_000);
    assert.equal(stage.job.state, 'paused');
    isUsedUp = false;
    await stage.clock.advance(100_000);
    await running;
    assert.deepEqual([stage.job.state, stage.job.counts.done], ['done', 4]);
  });

  it('does not resume by itself when the user has paused the job in the meantime', async () => {
    await stage.add(4);
    const service = serviceWith(() => [failing('quota', { retryAfterMs: 60_000 })]);
    const running = stage.runner(service.backend).run(JOB, stage.abort.signal);
    await until(() => stage.job.state === 'paused' && stage.job.runners === 0);
    await stage.store.change(JOB, { pause: { reason: 'person' } });
    const asked = service.requests.length;
    await stage.clock.advance(120_000);
    await running;
    assert.deepEqual([stage.job.state, stage.job.pause?.reason], ['paused', 'person']);
    assert.equal(service.requests.length, asked);
  });
});
