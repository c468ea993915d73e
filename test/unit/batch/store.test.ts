import assert from 'node:assert/strict';
import type { ItemState } from '../../../src/core/batch/item.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { DONE, exampleItems, exampleJob, FAILED, leaseOf, StoreWindows } from './storeWindows.ts';

const NONE = { total: 0, waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 };

describe('The batch store', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store, ledger } = await windows.make());
  });

  afterEach(() => windows.close());

  /** Adds a job and enters it as a runner. */
  async function begin(count: number): Promise<number> {
    await store.add(exampleJob(), exampleItems(count));
    return store.enter('job-1');
  }

  const numbers = (states?: readonly ItemState[]): number[] => {
    return store.items('job-1', { ...(states && { states }), limit: 1_000 }).map(({ number }) => number);
  };

  it('returns nothing before its file is open', async () => {
    const other = new BatchStore(windows.windows.make(), spentOnBatch, windows.clock);
    assert.deepEqual(other.jobs(), []);
    assert.equal(other.job('job-1'), undefined);
    assert.deepEqual(other.items('job-1', { limit: 1 }), []);
    assert.equal(other.withoutJob(['job-1']), undefined);
    await other.add(exampleJob(), exampleItems(1));
    assert.equal(other.jobs().length, 1);
  });

  it('returns a job as it was added, with its model as the line model', async () => {
    const job = exampleJob({ startAtMs: 7 });
    await store.add(job, exampleItems(3));
    assert.deepEqual(store.job('job-1'), {
      ...job,
      plan: { ...job.plan, lineModel: job.model },
      createdAtMs: windows.clock.now(),
      state: 'waiting',
      counts: { ...NONE, total: 3, waiting: 3 },
      amountNanoYuan: 0,
      runners: 0,
    });
    assert.deepEqual(store.jobs(), [store.job('job-1')]);
  });

  it('returns items as they were added, in order', async () => {
    const source = { uri: 'file:///a.ts', sha256: 'bb', languageId: 'typescript' };
    const [first, second] = exampleItems(2);
    assert.ok(first && second);
    await store.add(exampleJob(), [first, { ...second, source }]);
    const known = { state: 'waiting', tries: 0 };
    assert.deepEqual(store.items('job-1', { limit: 10 }), [
      { ...first, ...known, number: 1 },
      { ...second, ...known, number: 2, source },
    ]);
    assert.deepEqual(store.item('job-1', 2), { ...second, ...known, number: 2, source });
    assert.equal(store.item('job-1', 3), undefined);
  });

  it('lists jobs with the newest first', async () => {
    await store.add(exampleJob({ id: 'older' }), []);
    await windows.clock.advance(1);
    await store.add(exampleJob({ id: 'newer' }), []);
    assert.deepEqual(
      store.jobs().map(({ id }) => id),
      ['newer', 'older'],
    );
  });

  it('reads a page of the items in several states, in order', async () => {
    const runner = await begin(9);
    const held = await store.claim('job-1', runner, 6);
    for (const item of held.slice(0, 5)) await store.finish(leaseOf(item), item.number % 2 === 0 ? DONE : FAILED);
    assert.deepEqual(numbers(['failed', 'done']), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbers(['failed', 'waiting']), [1, 3, 5, 7, 8, 9]);
    assert.deepEqual(numbers([]), []);
    const page = store.items('job-1', { states: ['failed', 'done'], after: 2, limit: 2 });
    assert.deepEqual(
      page.map(({ number }) => number),
      [3, 4],
    );
  });

  it('reads items for a list with everything except their answers', async () => {
    const runner = await begin(3);
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    await store.finish(leaseOf(first), { ...DONE, isCached: true } as typeof DONE);
    await store.finish(leaseOf(second), FAILED);
    const whole = store.items('job-1', { limit: 9 });
    const answer = { text: '', reasoning: '', toolCalls: [] };
    const [done, ...others] = whole;
    assert.ok(done?.outcome?.state === 'done');
    const brief = [{ ...done, outcome: { ...done.outcome, answer } }, ...others];
    assert.deepEqual(store.items('job-1', { limit: 9, isBrief: true }), brief);
    assert.deepEqual(store.items('job-1', { states: ['done'], limit: 9, isBrief: true }), brief.slice(0, 1));
  });

  it('changes the given fields of a job, and removes those that are undefined', async () => {
    await store.add(exampleJob({ startAtMs: 7 }), []);
    await store.change('job-1', { state: 'paused', pause: { reason: 'quota', untilMs: 9 }, model: 'other' });
    const paused = store.job('job-1');
    assert.deepEqual(
      [paused?.state, paused?.pause, paused?.model],
      ['paused', { reason: 'quota', untilMs: 9 }, 'other'],
    );
    assert.equal(paused?.startAtMs, 7);
    await store.change('job-1', { state: 'running', pause: undefined, startAtMs: undefined, endedAtMs: 3 });
    const running = store.job('job-1');
    assert.ok(running && !('pause' in running) && !('startAtMs' in running));
    assert.deepEqual([running.state, running.model, running.endedAtMs], ['running', 'other', 3]);
  });

  it('changes a job only from the given states, and returns whether it did', async () => {
    await store.add(exampleJob(), []);
    assert.equal(await store.change('job-1', { state: 'paused' }, ['running']), false);
    assert.equal(store.job('job-1')?.state, 'waiting');
    assert.equal(await store.change('job-1', { state: 'paused' }, ['running', 'waiting']), true);
    assert.equal(await store.change('no-job', { state: 'paused' }), false);
  });

  it('gives each item to one runner, untried ones first', async () => {
    const runner = await begin(3);
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    assert.deepEqual([first.number, first.state, first.tries], [1, 'running', 1]);
    assert.notEqual(first.questionId, second.questionId);
    await store.giveBack(leaseOf(first), true);
    const rest = await store.claim('job-1', runner, 5);
    assert.deepEqual(
      rest.map(({ number, tries }) => [number, tries]),
      [
        [3, 1],
        [1, 2],
      ],
    );
    assert.notEqual(rest[1]?.questionId, first.questionId);
  });

  it('does not count a try that never happened', async () => {
    const runner = await begin(1);
    const [item] = await store.claim('job-1', runner, 1);
    assert.ok(item);
    await store.giveBack(leaseOf(item), false);
    assert.deepEqual([store.item('job-1', 1)?.state, store.item('job-1', 1)?.tries], ['waiting', 0]);
  });

  it('claims more items at once than it writes in one transaction', async () => {
    const runner = await begin(450);
    const held = await store.claim('job-1', runner, 430);
    assert.deepEqual(
      held.map(({ number }) => number),
      Array.from({ length: 430 }, (_, index) => index + 1),
    );
    assert.deepEqual(store.job('job-1')?.counts, { ...NONE, total: 450, waiting: 20, running: 430 });
  });

  for (const state of ['paused', 'done', 'cancelled'] as const) {
    it(`gives no item of a job that is ${state}`, async () => {
      const runner = await begin(2);
      await store.change('job-1', { state });
      assert.deepEqual(await store.claim('job-1', runner, 2), []);
    });
  }

  it('stores the outcome and cost of an item', async () => {
    const runner = await begin(2);
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    await windows.ask(ledger, first);
    await store.finish(leaseOf(second), FAILED);
    const done = store.item('job-1', 1);
    assert.ok(done?.outcome?.state === 'done');
    assert.equal(done.outcome.answer.text, 'answer 1');
    assert.deepEqual([done.state, done.amountNanoYuan, done.endedAtMs, done.ended], ['done', COST, 5, 1]);
    const failed = store.item('job-1', 2);
    assert.deepEqual([failed?.state, failed?.outcome, failed?.ended], ['failed', FAILED, 2]);
    assert.equal(store.job('job-1')?.amountNanoYuan, COST);
    assert.deepEqual(store.job('job-1')?.counts, { ...NONE, total: 2, done: 1, failed: 1 });
  });

  it('ignores a second outcome', async () => {
    const runner = await begin(1);
    const [item] = await store.claim('job-1', runner, 1);
    assert.ok(item);
    await store.finish(leaseOf(item), FAILED);
    await store.finish(leaseOf(item), DONE);
    await store.giveBack(leaseOf(item), true);
    assert.equal(store.item('job-1', 1)?.state, 'failed');
  });

  it('accepts a late answer, but no late failure, to a released item until it is claimed again', async () => {
    const runner = await begin(2);
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    await store.giveBack(leaseOf(first), true);
    await store.giveBack(leaseOf(second), true);
    await store.finish(leaseOf(first), DONE);
    assert.equal(store.item('job-1', 1)?.state, 'done');
    await store.finish(leaseOf(second), FAILED);
    assert.equal(store.item('job-1', 2)?.state, 'waiting');
    await store.claim('job-1', runner, 1);
    await store.finish(leaseOf(second), DONE);
    assert.equal(store.item('job-1', 2)?.state, 'running');
  });

  it('completes a job when no item is left, and not before', async () => {
    const runner = await begin(2);
    await store.change('job-1', { state: 'running' });
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    await store.finish(leaseOf(first), FAILED);
    assert.equal(await store.endIfDone('job-1'), false);
    await store.finish(leaseOf(second), DONE);
    assert.equal(await store.endIfDone('job-1'), true);
    assert.deepEqual([store.job('job-1')?.state, store.job('job-1')?.endedAtMs], ['done', windows.clock.now()]);
  });

  it('leaves a paused job without items paused', async () => {
    await begin(0);
    await store.change('job-1', { state: 'paused' });
    assert.equal(await store.endIfDone('job-1'), false);
  });

  it('reads ended items in the order they ended, with their questions', async () => {
    const runner = await begin(4);
    const [first, second, third] = await store.claim('job-1', runner, 3);
    assert.ok(first && second && third);
    for (const item of [third, first]) await store.finish(leaseOf(item), DONE);
    assert.deepEqual(
      store.endedAfter('job-1', 0, 10).map(({ number, ended }) => [number, ended]),
      [
        [3, 1],
        [1, 2],
      ],
    );
    await store.finish(leaseOf(second), FAILED);
    assert.deepEqual(
      store.endedAfter('job-1', 2, 10).map(({ number }) => number),
      [2],
    );
    assert.deepEqual(store.endedQuestions('job-1', 1, 10), [
      { number: 2, questionId: second.questionId, ended: 3 },
      { number: 3, questionId: third.questionId, ended: 1 },
    ]);
  });

  it('notifies listeners of a change', async () => {
    let count = 0;
    store.onDidChange(() => count++);
    await store.add(exampleJob(), []);
    assert.ok(count > 0);
  });
});
