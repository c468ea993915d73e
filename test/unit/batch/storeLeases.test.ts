import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { exampleItems, exampleJob, StoreWindows } from './storeWindows.ts';

describe('the leases of a batch', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store, ledger } = await windows.make());
  });

  afterEach(() => windows.close());

  /** Says of all runners, or of one, that they are of another process. */
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

  /** A store whose clock stands still: it does not beat. It holds items of the job. */
  async function freeze(count: number): Promise<{ store: BatchStore; ledger: Ledger; runner: number }> {
    const frozen = await windows.make({}, new VirtualClock());
    const runner = await frozen.store.enter('job-1');
    await frozen.store.claim('job-1', runner, count);
    return { ...frozen, runner };
  }

  const waiting = (): number | undefined => store.job('job-1')?.counts.waiting;

  const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

  it('end at once with a process that is gone', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await freeze(3);
    disown({ pid: deadPid() });
    assert.equal(store.job('job-1')?.runners, 1);
    const runner = await store.enter('job-1');
    assert.equal(waiting(), 5);
    assert.equal(store.job('job-1')?.runners, 1);
    assert.equal((await store.claim('job-1', runner, 9)).length, 5);
  });

  it('end at once while a runner is at work, too', async () => {
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

  it('end with a process that was killed, where a window only looks', async () => {
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

  it('of a runner that waits and holds nothing are seen to last by a window that only looks', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const other = await windows.make();
    await other.store.enter('job-1');
    await store.lookAfterOthers();
    await windows.clock.advance(300_000);
    assert.equal(store.job('job-1')?.runners, 1);
  });

  it('last as long as their process beats', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const other = await windows.make();
    const runner = await other.store.enter('job-1');
    await other.store.claim('job-1', runner, 3);
    await store.enter('job-1');
    await windows.clock.advance(300_000);
    assert.equal(waiting(), 2);
  });

  it('do not end because this computer slept', async () => {
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

  it('are seldom written by a runner that holds nothing, and not by one that left', async () => {
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

  it('of a runner that was frozen give it nothing to write any more, but it is paid and can go on', async () => {
    await store.add(exampleJob(), exampleItems(2));
    const frozen = await freeze(1);
    const [held] = frozen.store.items('job-1', { states: ['running'], limit: 1 });
    assert.ok(held);
    const runner = await store.enter('job-1');
    await windows.clock.advance(24_000);
    const [taken] = await store.claim('job-1', runner, 2).then(items => items.filter(({ number }) => number === 1));
    assert.ok(taken);
    // Whose process died has not tried.
    assert.deepEqual([taken.number, taken.tries], [1, 1]);
    // It comes back with its answer.
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
    // It was forgotten, and is known again with what it holds.
    assert.equal((await frozen.store.claim('job-1', frozen.runner, 1)).length, 1);
    assert.deepEqual(
      runners().map(({ id }) => id),
      [frozen.runner],
    );
  });

  it('are given back when a process of this program ends', async () => {
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

  it('that are lost with a damaged file end as others do', async () => {
    await store.add(exampleJob(), exampleItems(5));
    const frozen = await freeze(3);
    const file = windows.connect();
    file.prepare('DELETE FROM batch_runner WHERE id = ?').run(frozen.runner);
    file.close();
    await store.enter('job-1');
    await windows.clock.advance(24_000);
    assert.equal(waiting(), 5);
  });

  it('of items that were handed to the service do not end with a process', async () => {
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
