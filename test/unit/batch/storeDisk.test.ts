import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { DONE, exampleItems, exampleJob, leaseOf, requestOf, StoreWindows } from './storeWindows.ts';

/** Mounting a small disk requires root on Linux. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;
const DISK_KIB = 1_024;

const isStorage = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'storage';

describe('The batch store on a disk of one megabyte', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;
  let disk: string | undefined;

  beforeEach(async function () {
    if (!CAN_MOUNT) {
      console.warn('      A small disk cannot be mounted here (it takes root on Linux): NOT TESTED on a full disk.');
      this.skip();
    }
    windows = new StoreWindows();
    disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk]);
    windows.windows.folder = join(disk, 'ledger');
    ({ store, ledger } = await windows.make());
  });

  afterEach(async () => {
    if (disk === undefined) return;
    await windows.close();
    execFileSync('umount', ['-l', disk]);
    disk = undefined;
  });

  /** Fills the rest of the disk. */
  function fill(): void {
    for (let bytes = DISK_KIB * 1_024, count = 0; bytes >= 1_024; count++) {
      try {
        writeFileSync(join(disk ?? '', `filler${count}`), Buffer.alloc(bytes));
      } catch (error) {
        assert.match(String(error), /ENOSPC/);
        bytes /= 2;
      }
    }
  }

  function free(): void {
    for (const name of readdirSync(disk ?? '')) if (name.startsWith('filler')) rmSync(join(disk ?? '', name));
  }

  it('throws `storage` while the disk is full, loses nothing, and resumes when there is space again', async () => {
    await store.add(exampleJob(), exampleItems(300));
    const runner = await store.enter('job-1');
    const held = await store.claim('job-1', runner, 4);
    const [first] = held;
    assert.ok(first);
    const permits = [];
    for (const item of held.slice(1)) {
      permits.push(
        await windows.windows.enter(ledger, undefined, { ...requestOf(item), feature: 'chat', cause: 'user' }),
      );
    }
    fill();
    // Bookings of paid answers wait, with their results.
    for (const permit of permits) windows.answer(permit, 'x'.repeat(50_000));
    const { done, running } = store.job('job-1')?.counts ?? {};
    assert.deepEqual([done, running], [0, 4]);
    await assert.rejects(store.finish(leaseOf(first), DONE), isStorage);
    await assert.rejects(store.claim('job-1', runner, 1), isStorage);
    await assert.rejects(store.change('job-1', { state: 'paused' }), isStorage);
    await assert.rejects(store.enter('job-1'), isStorage);
    await assert.rejects(store.cancel('job-1'), isStorage);
    await assert.rejects(store.remove('job-1'), isStorage);
    await assert.rejects(store.add(exampleJob({ id: 'job-2' }), exampleItems(5)), isStorage);
    // Reads still return the previous state.
    assert.deepEqual([store.job('job-1')?.state, store.job('job-1')?.counts.total], ['waiting', 300]);
    free();
    await windows.clock.advance(1_000);
    await store.finish(leaseOf(first), DONE);
    assert.deepEqual(store.job('job-1')?.counts, {
      total: 300,
      waiting: 296,
      running: 0,
      done: 4,
      failed: 0,
      cancelled: 0,
    });
    assert.equal(store.job('job-1')?.amountNanoYuan, 3 * COST);
    assert.equal((await store.claim('job-1', runner, 3)).length, 3);
    await store.add(exampleJob({ id: 'job-2' }), exampleItems(5));
    assert.equal(store.jobs().length, 2);
  });

  it('shows nothing of a job that did not fit, and removes its rows', async () => {
    await assert.rejects(store.add(exampleJob(), exampleItems(20_000)), isStorage);
    assert.deepEqual(store.jobs(), []);
    // The removal did not fit either.
    execFileSync('mount', ['-o', 'remount,size=8m', disk ?? '']);
    await store.tidy();
    assert.deepEqual(store.withoutJob(['job-1']), ['job-1']);
    await store.add(exampleJob(), exampleItems(5));
    assert.equal(store.job('job-1')?.counts.total, 5);
  });

  it('throws `storage` while the disk is read-only, and resumes afterwards', async () => {
    await store.add(exampleJob(), exampleItems(5));
    await windows.close();
    execFileSync('mount', ['-o', 'remount,ro', disk ?? '']);
    const ledgerThen = windows.windows.make();
    const then = new BatchStore(ledgerThen, spentOnBatch, windows.clock);
    await assert.rejects(then.enter('job-1'), isStorage);
    await assert.rejects(then.tidy(), isStorage);
    execFileSync('mount', ['-o', 'remount,rw', disk ?? '']);
    const runner = await then.enter('job-1');
    assert.equal((await then.claim('job-1', runner, 9)).length, 5);
    await then.close();
  });
});
