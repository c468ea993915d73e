import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFileBytes } from '../../../../src/core/cache/workspace/answerFiles.ts';
import { clearAnswerFile } from '../../../../src/core/cache/workspace/clearAnswerFile.ts';
import type { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { unhurriedClock } from '../../../support/patientClock.ts';
import { AnswerWindows, HOUR_MS, keyOf, textOf } from './answerWindows.ts';

const KIB = 1024;

describe('Clearing answers', () => {
  let windows: AnswerWindows;

  beforeEach(() => {
    windows = new AnswerWindows();
  });

  afterEach(() => windows.close());

  const clearFolder = (): Promise<void> => clearAnswerFile(windows.folder, windows.clock, silentLogger);

  /** Stores small and large, replaced and evicted answers, in the write-ahead log as well as in the file. */
  async function fill(answers: WorkspaceAnswers): Promise<void> {
    windows.maxBytes = 400 * KIB;
    for (let number = 0; number < 80; number++) {
      await windows.put(answers, `q${number}`, `secret text ${'x'.repeat(number * 100)}`);
    }
    for (let number = 70; number < 80; number++) {
      await windows.put(answers, `q${number}`, `secret word ${'y'.repeat(number * 50)}`);
    }
    const other = windows.connect();
    other.exec('PRAGMA wal_checkpoint(PASSIVE)');
    other.close();
    await windows.put(answers, 'last', 'secret text');
    for (let number = 0; number < 80; number++) void answers.get(keyOf(`q${number}`));
    assert.ok(windows.filesWith('secret').length === 2, windows.filesWith('secret').join());
  }

  it('leaves no trace of any answer on disk', async () => {
    const answers = await windows.open();
    await fill(answers);
    await answers.clear();
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.equal(await answers.get(keyOf('q79')), undefined);
    assert.equal(answers.bytes(), 0);
    assert.ok(answers.fileBytes() < 120 * KIB, `${answers.fileBytes()}`);
    await windows.clock.advance(60_000);
    await answers.close();
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.deepEqual(windows.warnings, []);
    assert.deepEqual(windows.files(), ['answers.1.db']);
  });

  it('leaves no trace while another window has the file open, which then has no hits and continues', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await fill(one);
    assert.match(textOf(two.get(keyOf('q79'))) ?? '', /^secret/);
    await one.clear();
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.equal(two.get(keyOf('q79')), undefined);
    await windows.put(two, 'after', 'plain');
    assert.equal(textOf(await one.get(keyOf('after'))), 'plain');
    assert.deepEqual(windows.files(), ['answers.1.db', 'answers.1.db-shm', 'answers.1.db-wal']);
  });

  it('discards pending writes', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'tried', 'secret');
    answers.put(keyOf('waiting'), windows.answer('secret'), HOUR_MS);
    const clearing = answers.clear();
    answers.put(keyOf('during'), windows.answer('secret'), HOUR_MS);
    assert.equal(answers.get(keyOf('waiting')), undefined);
    await windows.clock.advance(50);
    other.exec('COMMIT');
    await windows.untilSettled(clearing);
    await windows.clock.advance(10_000);
    for (const question of ['tried', 'waiting', 'during']) {
      assert.equal(await answers.get(keyOf(question)), undefined);
    }
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 0);
    assert.deepEqual(windows.filesWith('secret'), []);
    other.close();
    assert.deepEqual(windows.warnings, []);
  });

  it('discards the pending writes of another window', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    await windows.put(answers, 'tried', 'secret');
    answers.put(keyOf('waiting'), windows.answer('secret'), HOUR_MS);
    // As a third window clears, in one transaction.
    other.exec('UPDATE clearing SET epoch = epoch + 1; COMMIT');
    await windows.clock.advance(100);
    assert.equal(answers.get(keyOf('tried')), undefined);
    assert.equal(answers.get(keyOf('waiting')), undefined);
    await windows.put(answers, 'after');
    assert.equal(textOf(answers.get(keyOf('after'))), 'after');
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 1);
    other.close();
  });

  it('sets a new epoch each time', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    const epoch = (): unknown => other.prepare('SELECT epoch FROM clearing').get()?.['epoch'];
    const epochs = [epoch()];
    for (let time = 0; time < 2; time++) {
      await answers.clear();
      epochs.push(epoch());
    }
    assert.equal(new Set(epochs).size, 3);
    assert.ok(epochs.every(Number.isSafeInteger));
    other.close();
  });

  it('works when the answers are not open, and for a missing folder', async () => {
    const answers = await windows.open();
    await fill(answers);
    await answers.close();
    assert.ok(answerFileBytes(windows.folder) > 300 * KIB);
    await clearFolder();
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.ok(answerFileBytes(windows.folder) < 40 * KIB);
    windows.folder = join(windows.folder, 'nowhere');
    await clearFolder();
    await windows.make().clear();
    assert.equal(answerFileBytes(windows.folder), 0);
  });

  it('waits while another window writes', async () => {
    const answers = await windows.open();
    await fill(answers);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    let isDone = false;
    const clearing = answers.clear().then(() => (isDone = true));
    await windows.until(() => windows.clock.pendingTimers > 0);
    await windows.clock.advance(100);
    assert.equal(isDone, false);
    other.exec('COMMIT');
    await windows.untilSettled(clearing);
    await clearing;
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.deepEqual(windows.files(), ['answers.1.db', 'answers.1.db-shm', 'answers.1.db-wal']);
    other.close();
  });

  it('waits while another window reads, until the write-ahead log is no longer needed', async () => {
    const answers = await windows.open();
    await fill(answers);
    const other = windows.connect();
    other.exec('BEGIN; SELECT * FROM entry LIMIT 1');
    const clearing = answers.clear();
    await windows.until(() => windows.clock.pendingTimers > 0);
    await windows.clock.advance(100);
    assert.notDeepEqual(windows.filesWith('secret'), []);
    other.exec('COMMIT');
    await windows.untilSettled(clearing);
    await clearing;
    assert.deepEqual(windows.filesWith('secret'), []);
    other.close();
  });

  it('deletes a file that stays locked, which another window notices within a second', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await fill(one);
    const other = windows.connect();
    other.exec('BEGIN IMMEDIATE');
    const clearing = one.clear();
    await windows.untilSettled(clearing, 100);
    await clearing;
    assert.deepEqual(windows.files(), ['answers.2.db']);
    await windows.clock.advance(1_000);
    assert.equal(await two.get(keyOf('q79')), undefined);
    await windows.put(two, 'after');
    assert.equal(textOf(await one.get(keyOf('after'))), 'after');
    other.close();
  });

  for (const [what, spoil] of Object.entries({
    'is damaged': () => writeFileSync(join(windows.folder, 'answers.1.db'), 'secret '.repeat(10_000)),
    'a newer version has written': () => {
      const newer = windows.connect();
      newer.exec('PRAGMA user_version = 2');
      newer.close();
    },
  })) {
    it(`deletes a file that ${what}`, async () => {
      const answers = await windows.open();
      await fill(answers);
      await answers.close();
      spoil();
      await clearFolder();
      assert.deepEqual(windows.files(), ['answers.2.db']);
      const next = await windows.open();
      await windows.put(next, 'q');
      assert.equal(textOf(next.get(keyOf('q'))), 'q');
    });
  }

  it('deletes the remains of older files', async () => {
    const answers = await windows.open();
    await fill(answers);
    for (const name of ['answers.0.db', 'answers.0.db-wal', 'answers.0.db-journal']) {
      writeFileSync(join(windows.folder, name), 'secret');
    }
    writeFileSync(join(windows.folder, 'answers.old.db'), 'not ours');
    await answers.clear();
    assert.deepEqual(windows.filesWith('secret'), []);
    assert.ok(windows.files().includes('answers.old.db'));
  });

  it('deletes a write-ahead log without its file', async () => {
    writeFileSync(join(windows.folder, 'answers.3.db-wal'), 'secret');
    await clearFolder();
    assert.deepEqual(windows.files(), []);
  });

  it('fails when text may remain', async () => {
    mkdirSync(join(windows.folder, 'answers.1.db'));
    writeFileSync(join(windows.folder, 'answers.1.db-wal'), 'secret');
    await assert.rejects(clearFolder(), (error: unknown) => error instanceof WenxinError && error.kind === 'storage');
    const answers = windows.make();
    await assert.rejects(answers.clear(), WenxinError);
    // Everything that can be deleted is deleted anyway.
    assert.ok(!windows.files().includes('answers.1.db-wal'));
    assert.equal(await answers.get(keyOf('q')), undefined);
  });

  it('may run twice at the same time', async () => {
    await fill(await windows.open());
    // Each call waits for the other one's thread, which runs in real time.
    const answers = await windows.open({ clock: unhurriedClock });
    await Promise.all([answers.clear(), answers.clear()]);
    assert.deepEqual(windows.filesWith('secret'), []);
    answers.put(keyOf('q'), { ...windows.answer('q'), answeredAtMs: systemClock.now() }, HOUR_MS);
    await windows.until(() => answers.bytes() > 0);
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    assert.deepEqual(windows.warnings, []);
  });
});
