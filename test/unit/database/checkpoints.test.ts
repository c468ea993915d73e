import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Checkpoints } from '../../../src/core/database/checkpoints.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const MIB = 1024 * 1024;
const SAFE = '3.51.3';

describe('Checkpoints', () => {
  let path: string;
  let clock: VirtualClock;
  let writer: DatabaseSync;
  let warnings: string[];
  let opened: Checkpoints[];

  beforeEach(() => {
    path = join(temporaryFolder(), 'test.db');
    clock = new VirtualClock();
    warnings = [];
    opened = [];
    writer = new DatabaseSync(path);
    writer.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(x BLOB)');
  });

  afterEach(() => {
    for (const checkpoints of opened) checkpoints.close();
    writer.close();
  });

  function open(version = SAFE): Checkpoints {
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const checkpoints = new Checkpoints(path, clock, logger, version);
    opened.push(checkpoints);
    return checkpoints;
  }

  const logBytes = (): number => statSync(`${path}-wal`).size;
  const fileBytes = (): number => statSync(path).size;

  /** Writes commits of this size. The 32nd starts a checkpoint, which would be postponed if it met another write. */
  async function write(checkpoints: Checkpoints, commits: number, bytes: number): Promise<void> {
    const insert = writer.prepare('INSERT INTO t VALUES(zeroblob(?))');
    for (let commit = 0; commit < commits; commit++) {
      insert.run(Math.round(bytes));
      checkpoints.committed();
    }
    await checkpoints.whenIdle();
  }

  it('leave a small log alone', async () => {
    const checkpoints = open();
    await write(checkpoints, 500, 10);
    assert.ok(fileBytes() < MIB);
    checkpoints.tidy();
    await checkpoints.whenIdle();
    assert.ok(logBytes() > 0);
  });

  it('move a large log into the file while it is written, so that it stops growing', async () => {
    const checkpoints = open();
    await write(checkpoints, 32, MIB / 4);
    assert.ok(fileBytes() > 3 * MIB, 'it was moved');
    const before = logBytes();
    for (let time = 0; time < 20; time++) await write(checkpoints, 32, MIB / 32);
    assert.ok(logBytes() <= before + MIB, `${logBytes()} bytes after ${before}`);
    assert.deepEqual(warnings, []);
  });

  it('truncate a huge log', async () => {
    await write(open(), 32, 2.1 * MIB);
    assert.equal(logBytes(), 0);
  });

  for (const version of ['3.51.2', '3.50.6', '3.44.5', '3.43.9', '3.7.0'] as const) {
    it(`only stop all writers with SQLite ${version}, where anything else can damage the file, and once a minute at most`, async () => {
      const checkpoints = open(version);
      await write(checkpoints, 32, MIB / 4);
      assert.equal(logBytes(), 0, 'TRUNCATE');
      await write(checkpoints, 32, MIB / 4);
      assert.ok(logBytes() > 7 * MIB);
      await clock.advance(60_000);
      await write(checkpoints, 32, MIB / 4);
      assert.equal(logBytes(), 0);
    });
  }

  for (const version of [SAFE, '3.50.7', '3.44.6', '3.53.4', '4.0.0'] as const) {
    it(`do not stop writers with SQLite ${version}`, async () => {
      await write(open(version), 32, MIB / 4);
      assert.ok(fileBytes() > 3 * MIB && logBytes() > 0, 'PASSIVE');
    });
  }

  it('log a warning when the file cannot be opened, and retry later', async () => {
    const checkpoints = open();
    await write(checkpoints, 31, MIB / 4);
    writer.exec('PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES(1)');
    checkpoints.tidy();
    await checkpoints.whenIdle();
    assert.equal(warnings.length, 1);
    writer.exec('PRAGMA locking_mode = NORMAL; SELECT * FROM t LIMIT 1');
    checkpoints.tidy();
    await checkpoints.whenIdle();
    assert.equal(logBytes(), 0);
  });

  it('stop an idle worker', async () => {
    const checkpoints = open();
    await write(checkpoints, 32, MIB / 4);
    assert.equal(clock.pendingTimers, 1);
    await clock.advance(10_000);
    assert.equal(clock.pendingTimers, 0);
    await write(checkpoints, 32, MIB / 4);
    assert.deepEqual(warnings, []);
  });

  it('do not start after they were closed', async () => {
    const checkpoints = open();
    checkpoints.close();
    await write(checkpoints, 32, MIB / 4);
    assert.ok(logBytes() > 7 * MIB);
    assert.equal(clock.pendingTimers, 0);
  });
});
