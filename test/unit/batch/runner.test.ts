import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import { REQUESTS_NAME } from '../../../src/core/batch/requestsFile.ts';
import type { AuthorizedRequest, ChatBackend, ChatEvent } from '../../../src/core/chat.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { ScriptedBackend } from '../../support/scriptedBackend.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { until } from '../../support/until.ts';
import { JOB, RunnerStage, USAGE } from './runnerStage.ts';

describe('JobRunner', () => {
  let stage: RunnerStage;

  beforeEach(() => {
    stage = new RunnerStage();
  });

  afterEach(() => stage.close());

  const answering = () =>
    new ScriptedBackend<AuthorizedRequest>(({ messages }) => [
      { type: 'start', requestId: 'as-1' },
      { type: 'text', text: `Answer to ${messages[0]?.content ?? ''}` },
      { type: 'done', finish: 'stop', usage: USAGE },
    ]);

  const run = (service: Pick<ScriptedBackend<AuthorizedRequest>, 'backend'>, more = {}): Promise<void> =>
    stage.runner(service.backend, more).run(JOB, stage.abort.signal);

  function answer(service: SteeredBackend<AuthorizedRequest>, index: number): void {
    service.asked[index]?.tell({ type: 'text', text: 'Answer' });
    service.asked[index]?.finish({ usage: USAGE });
  }

  it('sends every item once, stores the outcomes and completes the job', async () => {
    await stage.add(20);
    const service = answering();
    await run(service);
    assert.equal(stage.job.state, 'done');
    assert.equal(stage.job.endedAtMs, stage.clock.now());
    assert.deepEqual(stage.job.counts, { total: 20, waiting: 0, running: 0, done: 20, failed: 0, cancelled: 0 });
    assert.equal(service.requests.length, 20);
    assert.deepEqual(new Set(stage.ended.map(({ number }) => number)).size, 20);
    assert.deepEqual(stage.item(7).outcome, {
      state: 'done',
      answer: { text: 'Answer to Question 7', reasoning: '', toolCalls: [], finish: 'stop' },
      model: 'ernie-test',
      usage: USAGE,
      requestId: 'as-1',
    });
  });

  it('identifies its requests as a batch of this extension, with workspace and job', async () => {
    await stage.add(1, { temperature: 0.3 });
    const service = answering();
    await run(service);
    const { feature, cause, batch, consumer, workspace, maxOutputTokens, temperature } = service.requests[0] ?? {};
    assert.deepEqual(
      [feature, cause, batch, consumer, workspace, maxOutputTokens, temperature],
      ['batch', 'batch', JOB, 'ask-wenxin', 'workspace', 100, 0.3],
    );
    assert.equal(service.requests[0]?.questionId, stage.item(1).questionId);
  });

  it('uses the model, output limit and temperature of a line over those of the job', async () => {
    await stage.add([{ model: 'ernie-other', maxOutputTokens: 7, temperature: 0.9 }, {}], { temperature: 0.3 });
    const service = answering();
    stage.concurrency = 1;
    await run(service);
    assert.deepEqual(
      service.requests.map(({ model, maxOutputTokens, temperature }) => [model, maxOutputTokens, temperature]),
      [
        ['ernie-other', 7, 0.9],
        ['ernie-test', 100, 0.3],
      ],
    );
  });

  it('sends the rest to another model when that of the job changes, except lines with their own', async () => {
    await stage.add([{}, {}, { model: 'ernie-other' }, {}]);
    stage.concurrency = 1;
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    await until(() => service.asked.length === 1);
    await stage.store.change(JOB, { model: 'ernie-new' });
    for (let index = 0; index < 4; index++) {
      await until(() => service.asked.length === index + 1);
      answer(service, index);
    }
    await running;
    assert.deepEqual(
      service.asked.map(({ request }) => request.model),
      ['ernie-test', 'ernie-new', 'ernie-other', 'ernie-new'],
    );
  });

  it('refills a free slot immediately, and never exceeds its concurrency', async () => {
    await stage.add(1_000);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    for (let index = 0; index < 50; index++) {
      await until(() => service.running === 3, 'the next item');
      answer(service, index);
      await until(() => stage.job.counts.done === index + 1);
      assert.ok(service.running <= 3);
      assert.ok(stage.job.counts.running <= 3 + 16, 'only a few are held that are not asked');
    }
    assert.equal(stage.clock.monotonicMs(), 0);
    stage.abort.abort(new Error('enough'));
    await running;
    assert.deepEqual([stage.job.counts.done, stage.job.counts.waiting, stage.job.runners], [50, 950, 0]);
  });

  it('starts with a few items, whatever the concurrency', async () => {
    await stage.add(100);
    stage.concurrency = 64;
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service, { settings: () => ({ maxConcurrency: 64 }) });
    await until(() => service.running === 8);
    for (let index = 0; index < 8; index++) answer(service, index);
    await until(() => service.running === 9);
    await stage.clock.advance(2_000);
    await until(() => service.running === 11);
    stage.abort.abort(new Error('enough'));
    await running;
  });

  it('releases its items immediately when it is aborted, and resumes with the rest next time', async () => {
    await stage.add(10);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    await until(() => service.asked.length === 3);
    answer(service, 0);
    await until(() => stage.job.counts.done === 1 && service.asked.length === 4);
    stage.abort.abort(new Error('the window closes'));
    await running;
    const { counts, state, runners } = stage.job;
    assert.deepEqual([state, counts.done, counts.waiting, counts.running, runners], ['running', 1, 9, 0, 0]);
    assert.ok(stage.items().every(({ number, tries }) => number === 1 || tries === 0));
    const second = answering();
    await stage.runner(second.backend).run(JOB, new AbortController().signal);
    assert.equal(second.requests.length, 9);
    assert.equal(stage.job.state, 'done');
  });

  it('ends after the requests in flight when another window pauses the job', async () => {
    await stage.add(10);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    await until(() => service.asked.length === 3);
    const other = await stage.otherWindow();
    await other.store.change(JOB, { state: 'paused', pause: { reason: 'person' } });
    await stage.clock.advance(1_000);
    for (let index = 0; index < 3; index++) answer(service, index);
    await running;
    assert.equal(service.asked.length, 3);
    assert.deepEqual([stage.job.state, stage.job.counts.done, stage.job.counts.waiting], ['paused', 3, 7]);
    await other.ledger.close();
  });

  it('keeps the answers in flight and sends nothing else when the job is cancelled', async () => {
    await stage.add(10);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    await until(() => service.asked.length === 3);
    await stage.store.cancel(JOB);
    for (let index = 0; index < 3; index++) answer(service, index);
    await running;
    const { state, counts } = stage.job;
    assert.deepEqual([state, counts.done, counts.cancelled, counts.waiting, counts.running], ['cancelled', 3, 7, 0, 0]);
    await run(service);
    assert.equal(service.asked.length, 3, 'a job that is cancelled stays so');
  });

  it('ends when the job is removed', async () => {
    await stage.add(10);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service);
    await until(() => service.asked.length === 3);
    await stage.store.remove(JOB);
    for (let index = 0; index < 3; index++) answer(service, index);
    await running;
    assert.equal(stage.store.job(JOB), undefined);
    assert.equal(service.asked.length, 3);
  });

  it('sends nothing for an item whose input has changed', async () => {
    await stage.add(3);
    const service = answering();
    const beforeAsking = async ({ number }: { readonly number: number }) =>
      number === 2 ? ({ kind: 'input-changed' } as const) : undefined;
    await run(service, { beforeAsking });
    assert.equal(service.requests.length, 2);
    assert.deepEqual(stage.item(2).outcome, { state: 'failed', failure: { kind: 'input-changed' } });
    assert.equal(stage.job.state, 'done');
  });

  it('pauses the job and sends nothing when its requests file was changed', async () => {
    await stage.add(3);
    await writeFile(join(stage.job.plan.folder, REQUESTS_NAME), 'something else\n'.repeat(100));
    const service = answering();
    await run(service);
    assert.equal(service.requests.length, 0);
    assert.deepEqual([stage.job.state, stage.job.pause?.reason, stage.job.counts.waiting], ['paused', 'input', 3]);
    assert.ok(stage.items().every(({ tries }) => tries === 0));
  });

  it('takes a cached answer at no cost', async () => {
    await stage.add(2);
    const origin = { level: 'workspace', answeredAtMs: 1, savedNanoYuan: 5 } as const;
    const events: readonly ChatEvent[] = [
      { type: 'text', text: 'Kept' },
      { type: 'done', finish: 'stop', origin },
    ];
    const backend: ChatBackend = async function* () {
      yield* events;
    };
    await stage.ledger.ready();
    const options = { store: stage.store, backend, concurrency: () => 2, clock: stage.clock, logger: silentLogger };
    await new JobRunner(options).run(JOB, stage.abort.signal);
    const { outcome, amountNanoYuan } = stage.item(1);
    assert.deepEqual([outcome?.state === 'done' && outcome.isCached, amountNanoYuan], [true, 0]);
    assert.equal(outcome?.state === 'done' && outcome.answer.text, 'Kept');
  });

  it('sends only one request when two items ask the same at the same time', async () => {
    const messages = [{ role: 'user', content: 'Same' }] as const;
    await stage.add([{ messages }, { messages }]);
    const service = new SteeredBackend<AuthorizedRequest>();
    const running = run(service, { cache: stage.places() });
    await until(() => service.asked.length === 1 && stage.job.counts.running === 2);
    answer(service, 0);
    await running;
    assert.equal(service.asked.length, 1);
    assert.equal(stage.job.counts.done, 2);
    const costs = stage.items().map(({ amountNanoYuan = -1 }) => amountNanoYuan);
    assert.deepEqual(costs.filter(cost => cost === 0).length, 1, costs.join());
  });

  it('throws a programming error, and releases its items', async () => {
    await stage.add(3);
    await stage.ledger.ready();
    const backend: ChatBackend = () => {
      throw new TypeError('a mistake');
    };
    const options = { store: stage.store, backend, concurrency: () => 2, clock: stage.clock, logger: silentLogger };
    await assert.rejects(new JobRunner(options).run(JOB, stage.abort.signal), TypeError);
    assert.deepEqual([stage.job.counts.waiting, stage.job.runners], [3, 0]);
  });
});
