import assert from 'node:assert/strict';
import type { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { DONE, exampleItems, exampleJob, FAILED, leaseOf, StoreWindows } from './storeWindows.ts';

const NONE = { total: 0, waiting: 0, running: 0, done: 0, failed: 0, cancelled: 0 };

describe('The batch store, on changes by the user,', () => {
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

  it('cancels waiting and released items of a cancelled job, and still accepts answers', async () => {
    const runner = await begin(450);
    const [first, second, third] = await store.claim('job-1', runner, 3);
    assert.ok(first && second && third);
    await store.cancel('job-1');
    assert.deepEqual(store.job('job-1')?.counts, { ...NONE, total: 450, running: 3, cancelled: 447 });
    await windows.ask(ledger, first);
    await store.giveBack(leaseOf(second), false);
    await store.leave(runner);
    assert.deepEqual(store.job('job-1')?.counts, { ...NONE, total: 450, done: 1, cancelled: 449 });
    assert.deepEqual([store.job('job-1')?.state, store.job('job-1')?.endedAtMs], ['cancelled', windows.clock.now()]);
  });

  it('completes a cancellation that another process started', async () => {
    await store.add(exampleJob(), exampleItems(3));
    await store.change('job-1', { state: 'cancelled' });
    await store.tidy();
    assert.deepEqual(store.job('job-1')?.counts, { ...NONE, total: 3, cancelled: 3 });
  });

  it('makes failed items of a completed job wait again, without a trace of their failure', async () => {
    const runner = await begin(420);
    const held = await store.claim('job-1', runner, 420);
    for (const item of held) await store.finish(leaseOf(item), item.number === 7 ? DONE : FAILED);
    await store.endIfDone('job-1');
    await store.review('job-1', [1], 'rejected');
    await store.retryFailed('job-1');
    const job = store.job('job-1');
    assert.deepEqual(job?.counts, { ...NONE, total: 420, waiting: 419, done: 1 });
    assert.deepEqual([job?.state, job && 'endedAtMs' in job], ['waiting', false]);
    const { questionId: _, ...first } = store.item('job-1', 1) ?? {};
    // The number of its end stays, so that a later end gets a higher one.
    assert.deepEqual(first, { ...exampleItems(1)[0], number: 1, state: 'waiting', tries: 0, ended: 1 });
    // A late outcome of the failed question does not apply to the new one.
    await store.finish(leaseOf(held[0] ?? assert.fail()), FAILED);
    assert.equal(store.item('job-1', 1)?.state, 'waiting');
  });

  it('makes failed items wait again while the job runs, and leaves a job without failures alone', async () => {
    const runner = await begin(2);
    await store.change('job-1', { state: 'running' });
    const [item] = await store.claim('job-1', runner, 1);
    assert.ok(item);
    await store.finish(leaseOf(item), FAILED);
    await store.retryFailed('job-1');
    assert.deepEqual([store.job('job-1')?.state, store.job('job-1')?.counts.waiting], ['running', 2]);
    await store.change('job-1', { state: 'done' });
    await store.retryFailed('job-1');
    assert.equal(store.job('job-1')?.state, 'done');
  });

  it('stores review decisions for more items than it writes in one transaction', async () => {
    await begin(250);
    await store.review(
      'job-1',
      Array.from({ length: 250 }, (_, index) => index + 1),
      'accepted',
    );
    await store.review('job-1', [2], 'rejected');
    await store.review('job-1', [3], undefined);
    const reviews = store.items('job-1', { limit: 250 }).map(({ review }) => review);
    assert.deepEqual(reviews.slice(0, 4), ['accepted', 'rejected', undefined, 'accepted']);
    assert.equal(reviews.filter(review => review === 'accepted').length, 248);
  });

  it('removes a job with everything but its bookings, and ignores its late answers', async () => {
    const runner = await begin(450);
    const [first, second] = await store.claim('job-1', runner, 2);
    assert.ok(first && second);
    await windows.ask(ledger, first);
    const permit = await windows.windows.enter(ledger, undefined);
    await store.remove('job-1');
    assert.deepEqual([store.jobs(), store.items('job-1', { limit: 1 })], [[], []]);
    await windows.ask(ledger, second);
    windows.windows.finish(permit);
    await store.leave(runner);
    assert.equal(ledger.bookings(10).length, 3);
    const file = windows.connect();
    for (const table of ['batch_job', 'batch_item', 'batch_count', 'batch_runner', 'batch_part']) {
      assert.equal(file.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'], 0, table);
    }
    file.close();
  });

  it('returns the ids that no job has', async () => {
    await store.add(exampleJob(), []);
    assert.deepEqual(store.withoutJob(['job-1', 'job-2']), ['job-2']);
  });

  it('rejects a second job with the same id, and leaves the first one unchanged', async () => {
    await store.add(exampleJob(), exampleItems(2));
    await assert.rejects(
      store.add(exampleJob(), exampleItems(5)),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    assert.equal(store.job('job-1')?.counts.total, 2);
  });

  it('removes the rest of a job that could not be added', async () => {
    const [item] = exampleItems(1);
    assert.ok(item);
    await assert.rejects(store.add(exampleJob(), [...exampleItems(300), item]));
    assert.deepEqual(store.jobs(), []);
    assert.deepEqual(store.withoutJob(['job-1']), ['job-1']);
  });
});
