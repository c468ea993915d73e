import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import type { Database } from '../../../../src/core/database/database.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import { openDatabase } from '../../../../src/core/database/openDatabase.ts';
import { AnswerWindows, HOUR_MS, keyOf, openUnsynced, textOf } from './answerWindows.ts';

describe('WorkspaceAnswers that cannot read or write', () => {
  let windows: AnswerWindows;
  let database: Database | undefined;

  beforeEach(() => {
    windows = new AnswerWindows();
    database = undefined;
  });

  afterEach(() => windows.close());

  /** Opens answers whose database is accessible to the test. */
  function openMine(): Promise<WorkspaceAnswers> {
    return windows.open({ open: async options => (database = await openUnsynced(options)) });
  }

  async function assertMissesAndDrops(answers: WorkspaceAnswers): Promise<void> {
    assert.equal(await answers.get(keyOf('q')), undefined);
    await windows.put(answers, 'q');
    assert.equal(await answers.get(keyOf('q')), undefined);
  }

  it('miss when no file can be created, report that once, and retry after a minute', async () => {
    const root = windows.folder;
    writeFileSync(join(root, 'file'), '');
    windows.folder = join(root, 'file', 'answers');
    let opened = 0;
    const answers = windows.make({ open: options => (opened++, openUnsynced(options)) });
    await assertMissesAndDrops(answers);
    await windows.clock.advance(59_000);
    await assertMissesAndDrops(answers);
    assert.equal(opened, 1);
    await windows.clock.advance(1_000);
    await assertMissesAndDrops(answers);
    assert.equal(opened, 2);
    assert.equal(windows.warnings.length, 1);
    assert.equal(windows.unavailable.length, 1);
    assert.ok(windows.unavailable[0] instanceof WenxinError && windows.unavailable[0].kind === 'storage');

    rmSync(join(root, 'file'));
    await windows.clock.advance(60_000);
    assert.equal(await answers.get(keyOf('q')), undefined);
    await windows.put(answers, 'q');
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    assert.equal(windows.warnings.length, 1);
  });

  it('miss when the runtime has no SQLite', async () => {
    const loadSqlite = (): Promise<never> => Promise.reject(new Error('No such built-in module: node:sqlite'));
    const answers = windows.make({ open: options => openDatabase({ ...options, loadSqlite }) });
    await assertMissesAndDrops(answers);
    assert.match(windows.warnings.join(), /node:sqlite/);
  });

  it('return answers while the disk is full, report that once, and store again when there is space', async () => {
    const answers = await openMine();
    await windows.put(answers, 'before');
    // Has the same effect as ENOSPC.
    const limitPages = (count: number): void => database?.execute(`PRAGMA max_page_count = ${count}`);
    limitPages(Number(database?.statement('PRAGMA page_count').get()?.['page_count']));
    for (let time = 0; time < 2; time++) {
      await windows.put(answers, 'q', 'x'.repeat(100_000));
      assert.equal(answers.get(keyOf('q')), undefined);
      assert.equal(textOf(answers.get(keyOf('before'))), 'before');
      await windows.clock.advance(59_000);
      // Within a minute there is no retry.
      await windows.put(answers, 'small');
      assert.equal(answers.get(keyOf('small')), undefined);
      await windows.clock.advance(1_000);
    }
    assert.equal(windows.warnings.length, 1);
    assert.match(windows.warnings.join(), /full/);
    assert.equal(windows.unavailable.length, 1);
    limitPages(100_000);
    await windows.put(answers, 'q', 'x'.repeat(100_000));
    assert.equal(textOf(answers.get(keyOf('q')))?.length, 100_000);
  });

  it('still return answers when the storage has become read-only', async () => {
    const answers = await openMine();
    await windows.put(answers, 'before');
    database?.execute('PRAGMA query_only = 1');
    await windows.put(answers, 'q');
    assert.equal(answers.get(keyOf('q')), undefined);
    assert.equal(textOf(answers.get(keyOf('before'))), 'before');
    assert.match(windows.warnings.join(), /readonly/);
    assert.equal(windows.unavailable.length, 1);
    await answers.close();
  });

  it('miss when reading fails, and warn once', async () => {
    const answers = await openMine();
    await windows.put(answers, 'q');
    database?.close();
    assert.equal(answers.get(keyOf('q')), undefined);
    assert.equal(answers.bytes(), 0);
    assert.equal(windows.warnings.length, 1);
    assert.deepEqual(windows.unavailable, []);
  });

  it('write within milliseconds after the lock of another window is released, and read meanwhile', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'before');
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'q');
    assert.equal(textOf(answers.get(keyOf('before'))), 'before');
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    await windows.clock.advance(3_000);
    other.exec('COMMIT');
    await windows.clock.advance(20);
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 2);
    other.close();
  });

  it('write the newer of two answers that were stored during a lock', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'q', 'old');
    await windows.put(answers, 'q', 'new');
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(20);
    assert.equal(textOf(answers.get(keyOf('q'))), 'new');
    assert.equal(windows.clock.pendingTimers, 1);
    await answers.close();
    assert.equal(textOf(await windows.make().get(keyOf('q'))), 'new');
  });

  it('drop a write silently after a lock of five seconds', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'q');
    await windows.clock.advance(5_100);
    assert.equal(answers.get(keyOf('q')), undefined);
    assert.equal(windows.clock.pendingTimers, 0);
    other.exec('COMMIT');
    other.close();
    await windows.put(answers, 'later');
    assert.equal(textOf(answers.get(keyOf('later'))), 'later');
    assert.deepEqual(windows.warnings, []);
    assert.deepEqual(windows.unavailable, []);
  });

  it('keep only the newest thousand answers while the file is locked', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    for (let number = 0; number < 1_100; number++) answers.put(keyOf(`${number}`), windows.answer(''), HOUR_MS);
    assert.equal(answers.get(keyOf('75')), undefined);
    assert.equal(textOf(answers.get(keyOf('76'))), '');
    other.exec('COMMIT');
    other.close();
    await windows.clock.advance(100);
    assert.equal(textOf(answers.get(keyOf('1099'))), '');
  });

  it('do not make a lookup wait for a file that another window is creating', async () => {
    const other = windows.connect();
    other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; CREATE TABLE t(x)');
    const answers = windows.make();
    let given: unknown = 'nothing yet';
    void Promise.resolve(answers.get(keyOf('q'))).then(answer => (given = answer));
    await windows.until(() => windows.clock.pendingTimers === 2);
    await windows.clock.advance(500);
    assert.equal(given, undefined);
    await windows.clock.advance(5_000);
    assert.equal(windows.warnings.length, 1);
    assert.deepEqual(windows.unavailable, []);
    other.exec('ROLLBACK');
    other.close();
    await windows.clock.advance(60_000);
    assert.equal(await answers.get(keyOf('q')), undefined);
    await windows.put(answers, 'q');
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
  });

  it('wait at most 300 ms on close for a locked file', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'q');
    let isClosed = false;
    const closing = answers.close().then(() => (isClosed = true));
    await windows.clock.advance(299);
    assert.equal(isClosed, false);
    await windows.clock.advance(1);
    await closing;
    assert.equal(windows.clock.pendingTimers, 0);
    other.exec('COMMIT');
    await windows.clock.advance(1_000);
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 0);
    other.close();
    assert.deepEqual(windows.warnings, []);
  });
});
