import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../../src/core/database/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const isStorage = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'storage';

describe('Database', () => {
  let clock: VirtualClock;
  let database: Database;
  let other: DatabaseSync;

  beforeEach(async () => {
    clock = new VirtualClock();
    database = await openDatabase({
      folder: temporaryFolder(),
      name: 'test',
      applicationId: 7,
      migrations: ['CREATE TABLE t(x INTEGER NOT NULL) STRICT'],
      clock,
      logger: silentLogger,
    });
    other = new DatabaseSync(database.path);
  });

  afterEach(() => {
    other.close();
    database.close();
  });

  const insert = (x: number): unknown => database.statement('INSERT INTO t VALUES(?)').run(x);
  const seenByOther = (): unknown[] =>
    other
      .prepare('SELECT x FROM t ORDER BY x')
      .all()
      .map(row => row['x']);

  it('commits a transaction as a whole and returns its value', async () => {
    const value = await database.transaction(() => {
      insert(1);
      insert(2);
      return 'both';
    });
    assert.equal(value, 'both');
    assert.deepEqual(seenByOther(), [1, 2]);
  });

  it('rolls back a transaction that throws, and rethrows the error', async () => {
    const error = new RangeError('mine');
    const failing = (): void => {
      insert(1);
      throw error;
    };
    await assert.rejects(database.transaction(failing), error);
    assert.throws(() => database.tryTransaction(failing), error);
    assert.deepEqual(seenByOther(), []);
    await database.transaction(() => insert(2));
    assert.deepEqual(seenByOther(), [2]);
  });

  it('waits for a lock without blocking and without losing the write', async () => {
    other.exec('BEGIN IMMEDIATE');
    let isDone = false;
    const write = database.transaction(() => insert(1)).then(() => (isDone = true));
    await setImmediate();
    await clock.advance(1_000);
    assert.equal(isDone, false);
    other.exec('COMMIT');
    await clock.advance(20);
    await write;
    assert.deepEqual(seenByOther(), [1]);
    assert.equal(clock.pendingTimers, 0);
  });

  it('does not wait inside SQLite, which would block all extensions', () => {
    assert.equal(database.statement('PRAGMA busy_timeout').get()?.['timeout'], 0);
  });

  it('gives up on a lock after five seconds', async () => {
    other.exec('BEGIN IMMEDIATE');
    let outcome: unknown;
    const write = database.transaction(() => insert(1)).catch((error: unknown) => (outcome = error));
    await clock.advance(4_990);
    assert.equal(outcome, undefined);
    await clock.advance(30);
    await write;
    assert.ok(isStorage(outcome));
    other.exec('COMMIT');
    assert.deepEqual(seenByOther(), []);
  });

  it('first retries a lock within 1.5 ms, and then at least every 17 ms', async () => {
    other.exec('BEGIN IMMEDIATE');
    let tries = 0;
    const delays: number[] = [];
    const after = clock.after.bind(clock);
    clock.after = (delayMs, callback) => {
      tries++;
      delays.push(delayMs);
      return after(delayMs, callback);
    };
    const write = database.transaction(() => insert(1));
    await clock.advance(200);
    assert.ok(
      delays.every(delayMs => delayMs >= 0.5 && delayMs <= 16.5),
      String(delays),
    );
    assert.ok((delays[0] ?? 0) <= 1.5);
    assert.ok(tries >= 12);
    other.exec('COMMIT');
    await clock.advance(20);
    await write;
  });

  it('stops waiting for a lock with the signal’s reason', async () => {
    other.exec('BEGIN IMMEDIATE');
    const controller = new AbortController();
    const write = database.transaction(() => insert(1), controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(write, reason);
    assert.equal(clock.pendingTimers, 0);
    other.exec('COMMIT');
    assert.deepEqual(seenByOther(), []);
  });

  it('writes nothing when the signal was aborted before', async () => {
    const reason = new Error('enough');
    await assert.rejects(
      database.transaction(() => insert(1), AbortSignal.abort(reason)),
      reason,
    );
    assert.deepEqual(seenByOther(), []);
  });

  it('reports from `tryTransaction` whether the lock was free', () => {
    other.exec('BEGIN IMMEDIATE');
    assert.equal(
      database.tryTransaction(() => insert(1)),
      undefined,
    );
    other.exec('COMMIT');
    assert.notEqual(
      database.tryTransaction(() => insert(1)),
      undefined,
    );
    assert.deepEqual(seenByOther(), [1]);
  });

  it('reads while another connection writes', () => {
    other.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES(9)');
    assert.deepEqual(
      database.read(() => database.statement('SELECT count(*) AS n FROM t').get()?.['n']),
      0,
    );
    other.exec('ROLLBACK');
  });

  it('fails as `storage` on a full disk, keeps what was written before, and recovers', async () => {
    await database.transaction(() => insert(1));
    const fill = (): void => {
      for (let x = 0; x < 10_000; x++) insert(x);
    };
    const pages = Number(database.statement('PRAGMA page_count').get()?.['page_count']);
    database.execute(`PRAGMA max_page_count = ${pages}`);
    await assert.rejects(database.transaction(fill), isStorage);
    assert.throws(() => database.tryTransaction(fill), isStorage);
    assert.deepEqual(seenByOther(), [1]);
    database.execute('PRAGMA max_page_count = 100000');
    await database.transaction(() => insert(2));
    assert.deepEqual(seenByOther(), [1, 2]);
  });

  it('fails as `storage` when it is used after it is closed', async () => {
    database.close();
    await assert.rejects(
      database.transaction(() => undefined),
      isStorage,
    );
    assert.throws(() => database.dataVersion(), isStorage);
  });

  it('changes its data version only when another connection wrote', async () => {
    const before = database.dataVersion();
    await database.transaction(() => insert(1));
    assert.equal(database.dataVersion(), before);
    other.exec('INSERT INTO t VALUES(2)');
    assert.notEqual(database.dataVersion(), before);
  });
});
