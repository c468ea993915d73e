import assert from 'node:assert/strict';
import { abortable } from '../../../src/core/abortable.ts';
import type { Budget } from '../../../src/core/budget.ts';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { AuthorizedRequest, ChatBackend, ChatRequest } from '../../../src/core/chat.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { ScriptedBackend } from '../../support/scriptedBackend.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { until } from '../../support/until.ts';
import { JOB, RunnerStage, USAGE } from './runnerStage.ts';

const DAY_MS = 24 * 3_600_000;
/** The cost of each item in these tests, and its maximum cost. */
const COST = 10 * 800 + 5 * 3_200;
const WORST = worstCaseOf(examplePrice, inputBound([{ role: 'user', content: 'Question 01' }]), 1_000);

describe('JobRunner and budgets', () => {
  let stage: RunnerStage;
  let limitNanoYuan: number;

  beforeEach(() => {
    stage = new RunnerStage();
  });

  afterEach(() => stage.close());

  const service = () =>
    new ScriptedBackend<AuthorizedRequest>([
      { type: 'start' },
      { type: 'text', text: 'Answer' },
      { type: 'done', finish: 'stop', usage: USAGE },
    ]);

  const own = (): readonly Budget[] => [{ scope: 'batch', name: JOB, period: 'whole', limitNanoYuan }];

  /** Adds items with questions of equal length. */
  async function addItems(count: number): Promise<void> {
    const lines = Array.from({ length: count }, (_, index) => {
      const content = `Question ${String(index + 1).padStart(2, '0')}`;
      return { messages: [{ role: 'user', content } as const] };
    });
    await stage.add(lines, { maxOutputTokens: 1_000 });
  }

  for (const concurrency of [1, 3, 8]) {
    it(`stops after exactly what its own budget covers, ${concurrency} at a time, and goes on when it is raised`, async () => {
      await addItems(99);
      stage.concurrency = concurrency;
      // The maximum cost of the thirtieth item still fits, that of the next one does not.
      limitNanoYuan = 29 * COST + WORST;
      const asked = service();
      const runner = stage.runner(asked.backend, { budgets: own });
      await runner.run(JOB, stage.abort.signal);
      assert.equal(asked.requests.length, 30);
      const { state, pause, counts } = stage.job;
      assert.deepEqual([state, counts.done, counts.waiting, counts.failed], ['paused', 30, 69, 0]);
      assert.deepEqual([pause?.reason, pause?.untilMs], ['budget', undefined]);
      assert.deepEqual(pause?.budget, { scope: 'batch', name: JOB, period: 'whole' });
      assert.ok(
        asked.requests.every(({ maxOutputTokens }) => maxOutputTokens === 1_000),
        'none was cut short',
      );

      limitNanoYuan = 98 * COST + WORST;
      await runner.run(JOB, stage.abort.signal);
      assert.deepEqual([stage.job.state, stage.job.counts.done, asked.requests.length], ['done', 99, 99]);
    });
  }

  it('does not resume by itself at midnight after it reached a daily budget', async () => {
    await addItems(20);
    stage.concurrency = 1;
    // Batches may use 95 % of a budget.
    limitNanoYuan = Math.ceil((4 * COST + WORST) / 0.95);
    const daily = (): readonly Budget[] => [{ scope: 'all', name: '', period: 'day', limitNanoYuan }];
    const asked = service();
    const runner = stage.runner(asked.backend, { budgets: daily });
    await runner.run(JOB, stage.abort.signal);
    assert.deepEqual([asked.requests.length, stage.job.pause?.reason], [5, 'budget']);
    await stage.clock.advance(DAY_MS);
    assert.deepEqual([asked.requests.length, stage.job.state], [5, 'paused']);
    await runner.run(JOB, stage.abort.signal);
    assert.equal(asked.requests.length, 10, 'the person let it go on');
  });

  it('loses no result on a full disk: it pauses, and every result exists once when there is space again', async () => {
    await addItems(6);
    stage.concurrency = 1;
    const asked = new SteeredBackend<AuthorizedRequest>();
    const runner = stage.runner(asked.backend);
    const running = runner.run(JOB, stage.abort.signal);
    await until(() => asked.asked.length === 1);
    const database = await stage.ledger.file();
    const pages = Number(database.statement('PRAGMA page_count').get()?.['page_count']);
    database.execute(`PRAGMA max_page_count = ${pages}`);
    asked.asked[0]?.tell({ type: 'text', text: 'A long answer. '.repeat(20_000) });
    asked.asked[0]?.finish({ usage: USAGE });
    await until(() => asked.running === 0);
    for (let second = 0; second < 30; second++) await stage.clock.advance(1_000);
    assert.equal(stage.item(1).state, 'running', 'it waits with its booking');
    assert.equal(asked.asked.length, 1, 'nothing else is asked');

    database.execute('PRAGMA max_page_count = 1000000');
    await stage.clock.advance(10_000);
    await running;
    const { state, pause, counts, runners } = stage.job;
    assert.deepEqual([state, pause?.reason, counts.done, counts.waiting, runners], ['paused', 'storage', 1, 5, 0]);
    assert.equal(stage.item(1).amountNanoYuan, COST);

    const rest = service();
    await stage.runner(rest.backend).run(JOB, stage.abort.signal);
    assert.deepEqual([stage.job.state, stage.job.counts.done, rest.requests.length], ['done', 6, 5]);
    assert.equal(stage.ledger.bookings(100).length, 6);
  });

  it('books an aborted attempt as cancelled, and makes its item wait again', async () => {
    await addItems(2);
    stage.concurrency = 1;
    const asked = new SteeredBackend<AuthorizedRequest>();
    const running = stage.runner(asked.backend).run(JOB, stage.abort.signal);
    await until(() => asked.asked.length === 1);
    asked.asked[0]?.tell({ type: 'text', text: 'Half' });
    await until(() => stage.ledger.bookings(1).length === 1);
    stage.abort.abort(new Error('the window closes'));
    await running;
    const [booking] = stage.ledger.bookings(10);
    assert.equal(booking?.outcome, 'cancelled');
    assert.deepEqual([stage.item(1).state, stage.item(1).tries], ['waiting', 0]);
  });

  it('keeps an answer that was booked just before an abort, even when it is written later', async () => {
    await addItems(1);
    await stage.ledger.ready();
    let request: ChatRequest | undefined;
    const backend: ChatBackend = async function* (asked, signal) {
      request = asked;
      asked.onBooked?.(booking(asked));
      yield* [];
      await abortable(new Promise(() => undefined), signal);
    };
    const options = { store: stage.store, backend, concurrency: () => 1, clock: stage.clock, logger: silentLogger };
    const running = new JobRunner(options).run(JOB, stage.abort.signal);
    await until(() => request !== undefined);
    stage.abort.abort(new Error('the window closes'));
    await stage.clock.advance(100);
    assert.equal(stage.item(1).state, 'running', 'it is not given back');
    const answer = { text: 'Answer', reasoning: '', toolCalls: [], finish: 'stop' } as const;
    await stage.ledger.write(database => request?.onSettle?.(database, booking(request), answer));
    await stage.clock.advance(5_000);
    await running;
    assert.deepEqual([stage.item(1).state, stage.job.runners], ['done', 0]);
  });
});

function booking({ questionId, model }: ChatRequest): Booking {
  const common = { questionId, model, endpoint: 'example', usage: USAGE, source: 'usage', totalMs: 1 } as const;
  return { ...common, amountNanoYuan: COST, outcome: 'ok' };
}
