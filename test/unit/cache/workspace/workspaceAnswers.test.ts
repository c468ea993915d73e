import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerWindows, HOUR_MS, idOf, keyOf, textOf } from './answerWindows.ts';

describe('WorkspaceAnswers', () => {
  let windows: AnswerWindows;

  beforeEach(() => {
    windows = new AnswerWindows();
  });

  afterEach(() => windows.close());

  it('return a stored answer unchanged, also in the next window', async () => {
    const answers = await windows.open();
    const answer = windows.answer('你好 👋\n\u0000"quoted"');
    answers.put(keyOf('q'), answer, HOUR_MS);
    await windows.clock.advance(0);
    assert.deepEqual(answers.get(keyOf('q')), answer);
    await answers.close();
    assert.deepEqual(await windows.make().get(keyOf('q')), answer);
  });

  it('peek at an answer without counting a use', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    const timers = windows.clock.pendingTimers;
    const shown = await answers.peek(keyOf('q'));
    assert.equal(await answers.peek(keyOf('other')), undefined);
    assert.equal(windows.clock.pendingTimers, timers);
    assert.deepEqual(shown, answers.get(keyOf('q')));
    assert.equal(windows.clock.pendingTimers, timers + 1);
  });

  it('miss for another question', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    assert.equal(answers.get(keyOf('Q')), undefined);
  });

  it('miss for a key that only starts like a stored one', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    const alike = `${keyOf('q').slice(0, -1)}${keyOf('q').endsWith('0') ? '1' : '0'}`;
    assert.equal(idOf(alike), idOf(keyOf('q')));
    assert.equal(answers.get(alike), undefined);
  });

  it('return an answer that is not written yet', async () => {
    const answers = await windows.open();
    answers.put(keyOf('q'), windows.answer('new'), HOUR_MS);
    assert.equal(textOf(answers.get(keyOf('q'))), 'new');
    assert.equal(answers.bytes(), 0);
  });

  it('replace an older answer with a newer one', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q', 'old');
    await windows.put(answers, 'q', 'new');
    assert.equal(textOf(answers.get(keyOf('q'))), 'new');
    const other = windows.connect();
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 1);
    other.close();
  });

  it('keep the last of two answers that were stored before the first was written', async () => {
    const answers = await windows.open();
    answers.put(keyOf('q'), windows.answer('old'), HOUR_MS);
    await windows.put(answers, 'q', 'new');
    assert.equal(textOf(answers.get(keyOf('q'))), 'new');
  });

  it('return an answer until its lifetime is over, counted from when it was answered', async () => {
    const answers = await windows.open();
    const answer = windows.answer('q');
    await windows.clock.advance(1_000);
    answers.put(keyOf('q'), answer, 5_000);
    await windows.clock.advance(3_999);
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    await windows.clock.advance(1);
    assert.equal(answers.get(keyOf('q')), undefined);
  });

  it('do not return an expired answer that is not written yet', async () => {
    const answers = await windows.open();
    answers.put(keyOf('q'), windows.answer('q'), 5_000);
    windows.clock.setWallTime(windows.clock.now() + 5_000);
    assert.equal(answers.get(keyOf('q')), undefined);
  });

  it('do not store an expired answer', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q', 'q', 0);
    assert.equal(answers.bytes(), 0);
  });

  it('keep an answer with an infinite lifetime', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q', 'q', Infinity);
    await windows.clock.advance(100_000 * HOUR_MS);
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
  });

  it('do not store answers with an invalid key', async () => {
    const answers = await windows.open();
    for (const key of ['', 'zebra', keyOf('q').slice(1), `${keyOf('q')}#fresh`]) {
      answers.put(key, windows.answer('q'), HOUR_MS);
      assert.equal(answers.get(key), undefined);
    }
    await windows.clock.advance(0);
    assert.equal(answers.bytes(), 0);
  });

  it('do nothing before their first use', async () => {
    windows.folder = join(windows.folder, 'not', 'yet');
    const answers = windows.make();
    await windows.clock.advance(60_000);
    assert.equal(existsSync(windows.folder), false);
    assert.equal(answers.bytes(), 0);
    assert.equal(answers.fileBytes(), 0);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('open their file on a put', async () => {
    const answers = windows.make();
    answers.put(keyOf('q'), windows.answer('q'), HOUR_MS);
    await windows.until(() => answers.bytes() > 0);
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
  });

  it('open the file once for concurrent lookups', async () => {
    let count = 0;
    const sealingKey = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(32).fill(++count));
    const answers = windows.make({ sealingKey });
    await Promise.all(['a', 'b', 'c'].map(async question => answers.get(keyOf(question))));
    assert.equal(count, 1);
    assert.deepEqual(windows.files(), ['answers.1.db', 'answers.1.db-shm', 'answers.1.db-wal']);
  });

  it('write nothing on a hit, and its uses half a minute later', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    assert.equal(windows.clock.pendingTimers, 0);
    const other = windows.connect();
    const version = (): unknown => other.prepare('PRAGMA data_version').get()?.['data_version'];
    const score = (): number => Number(other.prepare('SELECT score FROM standing').get()?.['score']);
    const before = version();
    const scoreBefore = score();
    for (let time = 0; time < 3; time++) void answers.get(keyOf('q'));
    await windows.clock.advance(29_999);
    assert.equal(version(), before);
    assert.equal(windows.clock.pendingTimers, 1);
    await windows.clock.advance(1);
    assert.notEqual(version(), before);
    // One use when it was kept and three now: 2 ** 2.
    assert.ok(Math.abs(score() - scoreBefore - 2) < 0.001, `${score() - scoreBefore}`);
    assert.equal(windows.clock.pendingTimers, 0);
    other.close();
  });

  it('write the uses on close', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    const other = windows.connect();
    const score = (): number => Number(other.prepare('SELECT score FROM standing').get()?.['score']);
    const before = score();
    void answers.get(keyOf('q'));
    await answers.close();
    assert.ok(Math.abs(score() - before - 1) < 0.001);
    assert.equal(windows.clock.pendingTimers, 0);
    other.close();
  });

  it('complete pending writes on close, and write nothing afterwards', async () => {
    const answers = await windows.open();
    for (let number = 0; number < 40; number++) {
      answers.put(keyOf(`q${number}`), windows.answer(`a${number}`), HOUR_MS);
    }
    await Promise.all([answers.close(), answers.close()]);
    assert.equal(answers.get(keyOf('q0')), undefined);
    answers.put(keyOf('late'), windows.answer('late'), HOUR_MS);
    answers.trim();
    assert.equal(windows.clock.pendingTimers, 0);
    const next = await windows.open();
    for (let number = 0; number < 40; number++) {
      assert.equal(textOf(next.get(keyOf(`q${number}`))), `a${number}`);
    }
    assert.equal(next.get(keyOf('late')), undefined);
  });

  it('report the size of the answers, in the file and on disk', async () => {
    const answers = await windows.open();
    assert.equal(answers.bytes(), 0);
    await windows.put(answers, 'q', 'x'.repeat(100_000));
    assert.ok(answers.bytes() > 100_000 && answers.bytes() < 150_000, `${answers.bytes()}`);
    assert.ok(answers.fileBytes() > answers.bytes());
  });

  it('store nothing when there is no sealing key, and request it only once', async () => {
    for (const sealingKey of [
      () => Promise.reject(new Error('locked keyring')),
      () => Promise.resolve(new Uint8Array(31)),
    ]) {
      let asked = 0;
      const answers = windows.make({ sealingKey: () => (asked++, sealingKey()) });
      assert.equal(await answers.get(keyOf('q')), undefined);
      await windows.clock.advance(24 * HOUR_MS);
      answers.put(keyOf('q'), windows.answer('q'), HOUR_MS);
      await windows.clock.advance(0);
      assert.equal(answers.get(keyOf('q')), undefined);
      assert.equal(asked, 1);
      assert.equal(windows.warnings.length, 1);
      assert.deepEqual(windows.files(), []);
      windows.warnings.length = 0;
    }
  });

  it('make only the first lookup wait for an unresponsive secret storage, for half a second', async () => {
    const answers = windows.make({ sealingKey: () => new Promise(() => undefined) });
    let given: unknown = 'nothing yet';
    void Promise.resolve(answers.get(keyOf('q'))).then(answer => (given = answer));
    await windows.clock.advance(499);
    assert.equal(given, 'nothing yet');
    await windows.clock.advance(1);
    assert.equal(given, undefined);
    assert.equal(await answers.get(keyOf('q')), undefined);
    assert.equal(windows.clock.pendingTimers, 0);
  });
});
