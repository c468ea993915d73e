import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { BatchFile } from '../../../src/core/batch/batchFile.ts';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { exampleItems, exampleJob, StoreWindows } from './storeWindows.ts';

describe('A batch that is being added', () => {
  let windows: StoreWindows;
  let store: BatchStore;

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store } = await windows.make());
  });

  afterEach(() => windows.close());

  /** Adds a job of 400 items in a process whose clock is frozen, and calls `happen` when half of them are written. */
  async function addAndThen(happen: () => Promise<void> | void): Promise<void> {
    const { ledger } = await windows.make();
    let writes = 0;
    const file: BatchFile = {
      file: () => ledger.file(),
      read: run => ledger.read(run),
      // The process has entered, and has written the job and a slice of items.
      write: async run => {
        if (++writes === 4) await happen();
        await ledger.write(run);
      },
      onDidChange: ledger.onDidChange,
    };
    const maker = new BatchStore(file, spentOnBatch, new VirtualClock());
    await maker.add(exampleJob(), exampleItems(400)).finally(() => assert.ok(writes > 4));
  }

  it('is invisible, but its id is taken', async () => {
    await addAndThen(() => {
      assert.deepEqual([store.jobs(), store.job('job-1')], [[], undefined]);
      assert.deepEqual(store.withoutJob(['job-1']), []);
    });
    assert.equal(store.job('job-1')?.counts.total, 400);
  });

  it('cannot be claimed or changed', async () => {
    await addAndThen(async () => {
      const runner = await store.enter('job-1');
      assert.deepEqual(await store.claim('job-1', runner, 9), []);
      assert.equal(await store.change('job-1', { state: 'running' }), false);
    });
  });

  it('yields to the event loop', async () => {
    let turns = 0;
    const turn = (): void => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    await store.add(exampleJob(), exampleItems(2_000));
    clearImmediate(next);
    assert.ok(turns >= 10, `${turns} turns`);
  });

  /** Creates the job that a process leaves behind when it is killed while adding or removing it. */
  function leaveHalf(changes: { readonly boot?: string; readonly pid?: number }): void {
    const file = windows.connect();
    const { boot = currentBoot(), pid = spawnSync(process.execPath, ['-e', '']).pid } = changes;
    file.exec('BEGIN');
    file.prepare('INSERT INTO batch_runner(id, job, boot, pid, beat) VALUES(9, ?, ?, ?, 0)').run('half', boot, pid);
    file
      .prepare(
        `INSERT INTO batch_job(id, created_at_ms, state, model, hidden, json) VALUES('half', 0, 0, 'm', 9, '{}')`,
      )
      .run();
    for (let number = 1; number <= 250; number++) {
      file
        .prepare(
          `INSERT INTO batch_item(job, number, state, byte_offset, byte_length, input_hash, custom_id)
           VALUES('half', ?, 0, 0, 0, '', ?)`,
        )
        .run(number, `c${number}`);
    }
    file.exec('COMMIT');
    file.close();
  }

  function currentBoot(): string {
    const file = windows.connect();
    const boot = String(file.prepare('SELECT boot FROM window LIMIT 1').get()?.['boot']);
    file.close();
    return boot;
  }

  function rows(): number {
    const file = windows.connect();
    const count = ['batch_job', 'batch_item', 'batch_runner', 'batch_count']
      .map(table => Number(file.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']))
      .reduce((sum, n) => sum + n, 0);
    file.close();
    return count;
  }

  it('is removed when its process is gone', async () => {
    leaveHalf({});
    await store.tidy();
    assert.deepEqual([rows(), store.withoutJob(['half'])], [0, ['half']]);
  });

  it('is removed in the background when a runner of any job enters', async () => {
    leaveHalf({});
    await store.leave(await store.enter('job-1'));
    // Each timer removes a slice.
    for (let turn = 0; turn < 10; turn++) await windows.clock.advance(0);
    assert.equal(rows(), 0);
  });

  it('is removed when its process had no heartbeat for 20 seconds, and not before', async () => {
    leaveHalf({ boot: 'another boot' });
    const runner = await store.enter('job-1');
    await store.tidy();
    assert.deepEqual(store.withoutJob(['half']), []);
    await windows.clock.advance(24_000);
    await store.leave(runner);
    for (let turn = 0; turn < 10; turn++) await windows.clock.advance(0);
    assert.equal(rows(), 0);
  });

  it('is not completed by its process when that resumes after the removal', async () => {
    const adding = addAndThen(async () => {
      await store.enter('other');
      await windows.clock.advance(24_000);
    });
    await assert.rejects(adding, (error: unknown) => error instanceof WenxinError && error.kind === 'storage');
    assert.deepEqual(store.jobs(), []);
    assert.deepEqual(store.withoutJob(['job-1']), ['job-1']);
  });
});
