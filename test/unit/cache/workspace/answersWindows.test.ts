import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerWindows, HOUR_MS, keyOf, textOf } from './answerWindows.ts';

describe('WorkspaceAnswers of two windows', () => {
  let windows: AnswerWindows;

  beforeEach(() => {
    windows = new AnswerWindows();
  });

  afterEach(() => windows.close());

  it('return the last stored answer, whichever window stored it', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await windows.put(one, 'q', 'old');
    assert.equal(textOf(two.get(keyOf('q'))), 'old');
    await windows.put(two, 'q', 'new');
    assert.equal(textOf(one.get(keyOf('q'))), 'new');
  });

  it('create one file when they open it at the same time', async () => {
    const [one, two] = [windows.make(), windows.make()];
    await Promise.all([one.get(keyOf('q')), two.get(keyOf('q'))]);
    await windows.put(one, 'q');
    assert.equal(textOf(two.get(keyOf('q'))), 'q');
    assert.deepEqual(windows.warnings, []);
  });

  it('count the uses of both', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await windows.put(one, 'q');
    for (const answers of [one, two, two]) assert.ok(answers.get(keyOf('q')));
    await windows.clock.advance(30_000);
    const other = windows.connect();
    const score = Number(other.prepare('SELECT score FROM standing').get()?.['score']);
    const once = windows.clock.now() / (24 * HOUR_MS);
    // 1 + 1 + 2 uses: 2 ** 2.
    assert.ok(Math.abs(score - once - 2) < 0.001, `${score - once}`);
    other.close();
  });

  it('do not count the use of an entry that the other window has evicted', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await windows.put(one, 'q');
    assert.ok(two.get(keyOf('q')));
    windows.maxBytes = 0;
    one.trim();
    await windows.clock.advance(30_000);
    const other = windows.connect();
    assert.equal(other.prepare('SELECT count(*) AS n FROM standing').get()?.['n'], 0);
    other.close();
    assert.equal(two.get(keyOf('q')), undefined);
    assert.deepEqual(windows.warnings, []);
  });

  it('switch to a new file within a second, even without reads or writes', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await windows.put(one, 'q');
    writeFileSync(join(windows.folder, 'answers.2.db'), '');
    await windows.clock.advance(999);
    assert.equal(textOf(two.get(keyOf('q'))), 'q');
    await windows.clock.advance(1);
    assert.equal(await two.get(keyOf('q')), undefined);
    await windows.put(two, 'new');
    await windows.clock.advance(1_000);
    assert.equal(textOf(await one.get(keyOf('new'))), 'new');
    assert.deepEqual(
      windows.files().filter(name => name.endsWith('.db')),
      ['answers.2.db'],
    );
  });

  it('write an answer for the old file to the new one', async () => {
    const answers = await windows.open();
    await windows.clock.advance(1_000);
    writeFileSync(join(windows.folder, 'answers.2.db'), '');
    answers.put(keyOf('q'), windows.answer('q'), HOUR_MS);
    await windows.until(() => answers.bytes() > 0);
    const other = windows.connect(2);
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 1);
    other.close();
  });
});
