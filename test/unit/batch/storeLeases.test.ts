import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { exampleItems, exampleJob, StoreWindows } from './storeWindows.ts';

describe('The leases of batch items', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store, ledger } = await windows.make());
  });

  afterEach(() => windows.close());

  /** Assigns all runners, or one, to another process. */
  function disown(changes: { readonly boot?: string; readonly pid?: number }, runner?: number): void {
    const file = windows.connect();
    for (const [column, value] of Object.entries(changes)) {
      file.prepare(`UPDATE batch_runner SET ${column} = ? WHERE id = coalesce(?, id)`).run(value, runner ?? null);
    }
    file.close();
  }

  function runners(): { id: number; beat: number }[] {
    const file = windows.connect();
    const rows = file.prepare('SELECT id, beat FROM batch_runner ORDER BY id').all();
    file.close();
    return rows.map(row => ({ id: Number(row['id']), beat: Number(row['beat']) }));
  }

  /** Creates a store that holds items of the job, with a frozen clock, so that it sends no heartbeats. */
  async function freeze(count: number): Promise<{ store: BatchStore; ledger: Ledger; runner: number }> {
    const frozen = await windows.make({}, new VirtualClock());
    const runner = await frozen.store.enter('job-1');
    await frozen.store.claim('job-1', runner, count);
    return { ...frozen, runner };
  }

  const waiting = (): number | undefined => store.job('job-1')?.counts.waiting;

  const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

  it('end immediately when their process is gone and a runner enters', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await freeze(3);
    disown({ pid: deadPid() });
    assert.equal(store.job('job-1')?.runners, 1);
    const runner = await store.enter('job-1');
    assert.equal(waiting(), 5);
    assert.equal(store.job('job-1')?.runners, 1);
    assert.equal((await store.claim('job-1', runner, 9)).length, 5);
  });

  it('end immediately when their process is gone and another runner claims', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const runner = await store.enter('job-1');
    await freeze(3);
    disown({ pid: deadPid() });
    await store.claim('job-1', runner, 0);
    assert.equal(waiting(), 5);
  });

  for (const [whose, changes] of [
    ['another boot, machine or container', { boot: 'another boot' }],
    ['this boot, whose number another process may have got', {}],
  ] as const) {
    it(`end with a process of ${whose}, when it was seen to stand still for 20 seconds`, async () => {
      await store.add(exampleJob(), exampleItems(5));
      const frozen = await freeze(3);
      disown(changes, frozen.runner);
      await store.enter('job-1');
      assert.equal(waiting(), 2);
      await windows.clock.advance(21_000);
      assert.equal(waiting(), 2);
      await windows.clock.advance(2_000);
      assert.equal(waiting(), 5);
    });
  }

  it('end when their process was killed and a window only observes', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await freeze(3);
    disown({ pid: deadPid() });
    await store.lookAfterOthers();
    assert.deepEqual([waiting(), store.job('job-1')?.runners], [5, 0]);
  });

  for (const held of [3, 0]) {
    it(`end with a process of before a restart of the computer that held ${held} items, where a window only looks`, async () => {
      await store.add(exampleJob(), exampleItems(5));
      await freeze(held);
      disown({ boot: 'another boot' });
      const timers = windows.clock.pendingTimers;
      await store.lookAfterOthers();
      assert.equal(store.job('job-1')?.runners, 1);
      await windows.clock.advance(24_000);
      assert.deepEqual([waiting(), store.job('job-1')?.runners], [5, 0]);
      assert.equal(windows.clock.pendingTimers, timers);
    });
  }

  it('are not ended by an observing window while their runner is idle', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const other = await windows.make();
    await other.store.enter('job-1');
    await store.lookAfterOthers();
    await windows.clock.advance(300_000);
    assert.equal(store.job('job-1')?.runners, 1);
  });

  it('last as long as their process sends heartbeats', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const other = await windows.make();
    const runner = await other.store.enter('job-1');
    await other.store.claim('job-1', runner, 3);
    await store.enter('job-1');
    await windows.clock.advance(300_000);
    assert.equal(waiting(), 2);
  });

  it('do not end because the computer was asleep', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await store.enter('job-1');
    await freeze(3);
    await windows.clock.advance(10_000);
    await windows.clock.sleepThrough(3_600_000);
    await windows.clock.advance(18_000);
    assert.equal(waiting(), 2);
    await windows.clock.advance(4_000);
    assert.equal(waiting(), 5);
  });

  it('are renewed rarely by a runner without items, and never by one that left', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const runner = await store.enter('job-1');
    await windows.clock.advance(10_000);
    assert.deepEqual(runners(), [{ id: runner, beat: 1 }]);
    await store.claim('job-1', runner, 1);
    await windows.clock.advance(10_000);
    assert.deepEqual(runners(), [{ id: runner, beat: 6 }]);
    await store.leave(runner);
    await windows.clock.advance(10_000);
    assert.deepEqual(runners(), []);
  });

  it('are void when a frozen runner resumes, which can book its answer and claim again', async () => {
    await store.add(exampleJob(), exampleItems(2));
    const frozen = await freeze(1);
    const [held] = frozen.store.items('job-1', { states: ['running'], limit: 1 });
    assert.ok(held);
    const runner = await store.enter('job-1');
    await windows.clock.advance(24_000);
    const [taken] = await store.claim('job-1', runner, 2).then(items => items.filter(({ number }) => number === 1));
    assert.ok(taken);
    // The interrupted try does not count.
    assert.deepEqual([taken.number, taken.tries], [1, 1]);
    // The frozen runner resumes with its answer.
    await windows.ask(frozen.ledger, held);
    assert.deepEqual(
      [store.item('job-1', 1)?.state, store.item('job-1', 1)?.questionId],
      ['running', taken.questionId],
    );
    await windows.ask(ledger, taken);
    const done = store.item('job-1', 1);
    assert.deepEqual([done?.state, done?.questionId, done?.amountNanoYuan], ['done', taken.questionId, COST]);
    assert.equal(store.job('job-1')?.amountNanoYuan, 2 * COST);
    await store.retryFailed('job-1');
    await store.leave(runner);
    // The runner was removed, and is registered again with its claim.
    assert.equal((await frozen.store.claim('job-1', frozen.runner, 1)).length, 1);
    assert.deepEqual(
      runners().map(({ id }) => id),
      [frozen.runner],
    );
  });

  it('are released when their process closes its store', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const other = await windows.make();
    for (let runner = 0; runner < 2; runner++) {
      await other.store.claim('job-1', await other.store.enter('job-1'), 2);
    }
    assert.equal(waiting(), 1);
    await other.store.close();
    assert.equal(waiting(), 5);
    assert.deepEqual(runners(), []);
  });

  it('end like others when the row of their runner was lost', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const frozen = await freeze(3);
    const file = windows.connect();
    file.prepare('DELETE FROM batch_runner WHERE id = ?').run(frozen.runner);
    file.close();
    await store.enter('job-1');
    await windows.clock.advance(24_000);
    assert.equal(waiting(), 5);
  });

  it('do not end with a process for items submitted to batch inference', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await freeze(3);
    const file = windows.connect();
    file.exec('UPDATE batch_item SET runner = NULL WHERE number = 1');
    file.close();
    disown({ pid: deadPid() });
    await store.enter('job-1');
    await windows.clock.advance(30_000);
    assert.deepEqual([store.item('job-1', 1)?.state, waiting()], ['running', 4]);
  });
});
