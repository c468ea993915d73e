import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { WenxinError } from '../../../src/core/errors.ts';
import type { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import type { ListQuery } from '../../../src/core/conversation/list/listQuery.ts';
import { HistoryReader } from '../../../src/core/conversation/reader/historyReader.ts';
import { builtHistoryReader } from '../../support/builtHistoryReader.ts';
import { exampleAttachment, exampleTurn } from '../../support/exampleTurn.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { words } from './exchange/words.ts';
import { HistoryStage } from './historyStage.ts';

describe('The history reader', () => {
  let stage: HistoryStage;
  let store: HistoryStore;
  let reader: HistoryReader;
  beforeEach(async () => {
    stage = new HistoryStage();
    store = await stage.window();
    reader = new HistoryReader({ workerFile: await builtHistoryReader(), path: stage.path, clock: stage.clock });
  });
  afterEach(async () => {
    await reader.close();
    stage.close();
  });

  const query = (text: string): ListQuery => ({ text, limit: 10 });
  const exported = async (id: string, format: 'json' | 'markdown' = 'json'): Promise<Uint8Array> => {
    const file = await reader.export({ id, format, words, newer: [] });
    return file?.bytes ?? assert.fail('there is no such conversation');
  };
  const imported = async (bytes: Uint8Array, folders: readonly string[] = []) =>
    reader.import({ bytes, workspace: 'here', folders, nowMs: 77 });

  it('lists and searches the file in a worker thread', async () => {
    await store.save('c', exampleTurn('a', { question: '锁', answer: { text: '互斥' } }));
    assert.deepEqual(
      (await reader.find(query('')))?.map(({ id, questions }) => [id, questions]),
      [['c', 1]],
    );
    assert.deepEqual((await reader.find(query('互斥')))?.[0]?.hit, { turnId: 'a', snippet: '互斥' });
    await store.save('c', exampleTurn('b', { answer: { text: '后来' } }));
    assert.equal((await reader.find(query('后来')))?.[0]?.hit?.turnId, 'b');
  });

  it('cancels a search when a newer one starts', async () => {
    for (let number = 0; number < 200; number++) await store.save(`c${number}`, exampleTurn(`t${number}`));
    const found = await Promise.all([
      reader.find(query('nowhere')),
      reader.find(query('回')),
      reader.find(query('回答')),
    ]);
    assert.deepEqual([found[0], found[1], found[2]?.length], [undefined, undefined, 10]);
  });

  it('exports a conversation with turns that are newer than the file', async () => {
    await store.save('c', exampleTurn('a'));
    const newer = [exampleTurn('a', { answer: { text: '更新' } }), exampleTurn('b')];
    const file = await reader.export({ id: 'c', format: 'markdown', words, newer });
    const text = new TextDecoder().decode(file?.bytes);
    assert.equal(file?.title, '问题 a');
    assert.ok(
      text.includes('更新') &&
        text.includes('## 问题 b') &&
        !text.includes('回答 😀\n\n<!-- /wenxin:answer 0 -->\n\n## '),
    );
    assert.equal(await reader.export({ id: 'none', format: 'json', words, newer: [] }), undefined);
  });

  it('imports an unknown conversation unchanged', async () => {
    const turn = exampleTurn('a', { attachments: [exampleAttachment('x', 'a.ts')], answer: { text: 'a\ud800😀' } });
    await store.save('c', turn);
    await store.save('c', { ...exampleTurn('b', { askedAtMs: 2 }), parent: 'a' });
    await store.saveTip('c', 'a');
    const before = await store.load('c');
    const bytes = await exported('c');
    const other = new HistoryStage();
    const elsewhere = await other.window({ workspace: 'here' });
    const into = new HistoryReader({ workerFile: await builtHistoryReader(), path: other.path, clock: other.clock });
    assert.deepEqual(await into.import({ bytes, workspace: 'here', folders: [], nowMs: 77 }), {
      id: 'c',
      title: '问题 a',
      isNew: true,
    });
    assert.deepEqual(await elsewhere.load('c'), before);
    assert.deepEqual(elsewhere.recent(1, ''), [{ id: 'c', title: '问题 a', changedAtMs: 77 }]);
    await into.close();
    other.close();
  });

  it('does not import a conversation twice, and restores it when it was deleted', async () => {
    await store.save('c', exampleTurn('a'));
    const bytes = await exported('c');
    stage.with(database => database.exec('UPDATE conversation SET deleted_at_ms = 1'));
    assert.deepEqual(await imported(bytes), { id: 'c', title: '问题 a', isNew: false });
    assert.deepEqual(
      (await reader.find(query('')))?.map(({ id }) => id),
      ['c'],
    );
  });

  it('gives an imported conversation new IDs when its ID exists with other content', async () => {
    const attachments = [exampleAttachment('x', 'a.ts', 'old')];
    await store.save('c', exampleTurn('a', { attachments }));
    await store.save('c', { ...exampleTurn('b', { askedAtMs: 2 }), parent: 'a', repeats: 'a' });
    await store.saveTip('c', 'b');
    const bytes = await exported('c');
    await store.save('c', exampleTurn('d', { askedAtMs: 3 }));
    const before = await store.load('c');
    const result = await imported(bytes);
    assert.ok(typeof result === 'object' && result.isNew && result.id !== 'c');
    assert.deepEqual(await store.load('c'), before);
    const { turns = [], tip } = (await store.load(result.id)) ?? {};
    const [first, second] = turns;
    assert.deepEqual([second?.parent, second?.repeats, tip], [first?.id, first?.id, second?.id]);
    assert.ok(first?.id !== 'a' && second?.id !== 'b');
    assert.deepEqual([first?.attachments, turns.map(({ question }) => question)], [attachments, ['问题 a', '问题 b']]);
  });

  it('does not replace the attachments of another conversation that has a turn with the same ID', async () => {
    await store.save('c', exampleTurn('a', { attachments: [exampleAttachment('x', 'mine.ts')] }));
    const text = new TextDecoder()
      .decode(await exported('c'))
      .replace('"id": "c"', '"id": "d"')
      .replace('mine.ts', 'theirs.ts');
    const result = await imported(new TextEncoder().encode(text));
    assert.ok(typeof result === 'object');
    assert.equal((await store.load('c'))?.turns[0]?.attachments[0]?.path, 'mine.ts');
    assert.equal((await store.load(result.id))?.turns[0]?.attachments[0]?.path, 'theirs.ts');
  });

  it('exports no absolute paths, and finds the attached files again in the same folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.ts'), '');
    const root = pathToFileURL(folder).href;
    await store.save(
      'c',
      exampleTurn('a', { attachments: [{ ...exampleAttachment('x', 'a.ts'), uri: `${root}/a.ts` }] }),
    );
    const before = await store.load('c');
    for (const format of ['json', 'markdown'] as const) {
      const bytes = await exported('c', format);
      assert.ok(!new TextDecoder().decode(bytes).includes(folder));
      assert.deepEqual(await imported(bytes), { id: 'c', title: '问题 a', isNew: false });
      stage.with(database => database.exec('DELETE FROM turn; DELETE FROM conversation; DELETE FROM attachments'));
      assert.deepEqual(await imported(bytes, [root]), { id: 'c', title: '问题 a', isNew: true });
      assert.deepEqual((await store.load('c'))?.turns, before?.turns);
    }
  });

  it('does not import a URI of another file than the path that is shown', async () => {
    const folder = temporaryFolder();
    for (const name of ['README.md', '.env']) writeFileSync(join(folder, name), '');
    const root = pathToFileURL(folder).href;
    await store.save('c', exampleTurn('a', { attachments: [exampleAttachment('x', 'README.md')] }));
    for (const [number, uri] of [`${root}/.env`, 'file:///home/me/.bashrc'].entries()) {
      const text = new TextDecoder().decode(await exported('c'));
      const forged = text
        .replace('"id": "c"', `"id": "d${number}"`)
        .replace('"path": "README.md"', `"path": "README.md", "uri": "${uri}"`);
      assert.notEqual(forged, text);
      for (const [folders, file] of [
        [[root], `${root}/README.md`],
        [[], undefined],
      ] as const) {
        const result = await imported(new TextEncoder().encode(forged), folders);
        assert.ok(typeof result === 'object' && result.isNew);
        assert.equal((await store.load(result.id))?.turns[0]?.attachments[0]?.uri, file);
        stage.with(database => database.exec("DELETE FROM turn WHERE conversation <> 'c'"));
      }
    }
  });

  it('imports the Markdown it exported', async () => {
    await store.save('c', exampleTurn('a', { attachments: [exampleAttachment('x', 'a.ts')] }));
    const bytes = await exported('c', 'markdown');
    stage.with(database => database.exec('DELETE FROM turn; DELETE FROM conversation; DELETE FROM attachments'));
    assert.deepEqual(await imported(bytes), { id: 'c', title: '问题 a', isNew: true });
    assert.deepEqual((await store.load('c'))?.turns, [
      exampleTurn('a', { attachments: [exampleAttachment('x', 'a.ts')] }),
    ]);
  });

  it('changes nothing when the file is foreign or broken', async () => {
    await store.save('c', exampleTurn('a'));
    const rows = stage.rows('SELECT * FROM conversation');
    assert.equal(await imported(new TextEncoder().encode('# README')), 'foreign');
    assert.equal(await imported((await exported('c')).slice(0, -9)), 'broken');
    assert.deepEqual(stage.rows('SELECT * FROM conversation'), rows);
  });

  it('rejects with a storage error, and with a closed error after it was closed', async () => {
    const lost = new HistoryReader({
      workerFile: await builtHistoryReader(),
      path: `${stage.folder}/none.db`,
      clock: stage.clock,
    });
    await assert.rejects(
      lost.find(query('')),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    await lost.close();
    await assert.rejects(lost.find(query('')), /closed/);
    await store.save('c', exampleTurn('a'));
    assert.equal((await reader.find(query('')))?.length, 1);
  });

  it('ends its worker thread when idle, and starts another one for the next request', async () => {
    const ended: Promise<unknown>[] = [];
    const note = (worker: Worker): unknown => ended.push(once(worker, 'exit'));
    process.on('worker', note);
    try {
      await reader.find(query(''));
      await stage.clock.advance(60_000);
      await ended[0];
      await store.save('c', exampleTurn('a'));
      assert.equal((await reader.find(query('')))?.length, 1);
      assert.equal(ended.length, 2);
    } finally {
      process.off('worker', note);
    }
  });
});
