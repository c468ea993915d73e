import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

/** Whether a small disk can be mounted: only on Linux as root. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;
const DISK_KIB = 1_024;

describe('A ledger on a disk of one megabyte', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let warnings: number;
  let disk: string | undefined;

  beforeEach(function () {
    if (!CAN_MOUNT) {
      // ledgerUnwritten.test.ts tests the same faults without a disk; these tests need a real one.
      console.warn(
        '      A small disk cannot be mounted here (it takes root on Linux): NOT TESTED on a real full disk.',
      );
      this.skip();
    }
    windows = new LedgerWindows();
    warnings = 0;
    disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk]);
    windows.folder = join(disk, 'ledger');
    ledger = windows.make({ onUnwritten: () => warnings++ });
  });

  afterEach(async () => {
    if (disk === undefined) return;
    await windows.close();
    execFileSync('umount', ['-l', disk]);
    disk = undefined;
  });

  const filler = (): string => join(disk ?? '', 'filler');

  /** Fills the disk. */
  function fill(): void {
    for (let bytes = DISK_KIB * 1_024, count = 0; bytes >= 1_024; count++) {
      try {
        writeFileSync(`${filler()}${count}`, Buffer.alloc(bytes));
      } catch (error) {
        assert.match(String(error), /ENOSPC/);
        bytes /= 2;
      }
    }
  }

  function free(): void {
    for (const file of readdirSync(disk ?? '')) if (file.startsWith('filler')) rmSync(join(disk ?? '', file));
  }

  const ask = (questionId: string): Promise<void> =>
    windows.enter(ledger, undefined, exampleAttempt({ questionId })).then(permit => windows.finish(permit));

  it('queues bookings while the disk is full, and writes them all when there is room again', async () => {
    await ask('before');
    const open = await windows.enter(ledger, undefined, exampleAttempt({ questionId: 'open' }));
    fill();
    // The last pages of the write-ahead log may still have room for some rows.
    for (let index = 0; index < 300; index++) await ask(`full ${index}`);
    windows.finish(open);
    assert.equal(warnings, 1);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 302 * COST);
    const written = ledger.bookings(1_000).length;
    assert.ok(written < 302, `${written} are written`);
    await assert.rejects(
      enterLedger({ ledger, clock: windows.clock, budget: 1_000_000_000_000 }),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    free();
    await windows.clock.advance(1_000);
    const entries = ledger.bookings(1_000);
    assert.equal(entries.length, 302);
    assert.ok(entries.every(({ outcome, amountNanoYuan }) => outcome === 'ok' && amountNanoYuan === COST));
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 302 * COST);
    await ledger.close();
    const database = new DatabaseSync(join(windows.folder, 'wenxin.1.db'));
    assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
    database.close();
  });

  it('queues bookings when the disk was full from the beginning', async () => {
    fill();
    await ask('one');
    await ask('two');
    assert.equal(warnings, 1);
    free();
    await windows.clock.advance(5_000);
    await ledger.ready();
    assert.equal(ledger.bookings(10).length, 2);
    assert.equal(ledger.todaySpend()?.amountNanoYuan, 2 * COST);
  });

  it('queues bookings while the disk is read-only, and refuses attempts under a budget', async () => {
    await ask('before');
    await ledger.close();
    execFileSync('mount', ['-o', 'remount,ro', disk ?? '']);
    ledger = windows.make({ onUnwritten: () => warnings++ });
    await ask('read-only');
    assert.equal(warnings, 1);
    await assert.rejects(
      enterLedger({ ledger, clock: windows.clock, budget: 1_000_000_000_000 }),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    execFileSync('mount', ['-o', 'remount,rw', disk ?? '']);
    await windows.clock.advance(5_000);
    await ledger.ready();
    await windows.clock.advance(1_000);
    assert.deepEqual(
      ledger.bookings(10).map(({ questionId }) => questionId),
      ['read-only', 'before'],
    );
    assert.equal(existsSync(join(windows.folder, 'wenxin.2.db')), false);
  });
});
