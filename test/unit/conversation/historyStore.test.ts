import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../../src/core/clock.ts';
import { newAnswer } from '../../../src/core/conversation/answer.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { silentLogger } from '../../../src/core/logger.ts';

const turn = (id: string, askedAtMs: number, state: Turn['answer']['state'] = 'finished'): Turn => ({
  id,
  feature: 'chat',
  question: `问题 ${id}`,
  prompt: `问题 ${id}`,
  attachments: [],
  askedAtMs,
  answer: { ...newAnswer('ernie-5.1'), state, text: '回答 😀' },
});

describe('The history store', () => {
  let folder: string;
  let store: HistoryStore;
  const open = (onSetAside?: (damaged: string, fresh: string) => void): Promise<HistoryStore> =>
    HistoryStore.open({
      folder,
      workspace: 'w',
      clock: systemClock,
      logger: silentLogger,
      ...(onSetAside && { onSetAside }),
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-'));
    store = await open();
  });
  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  it('loads the turns of a conversation in order, each in its last state', async () => {
    await store.save('c', turn('b', 2));
    await store.save('c', turn('a', 1, 'waiting'));
    await store.save('c', turn('a', 1));
    await store.save('other', turn('x', 3));
    store.close();
    store = await open();
    assert.deepEqual(await store.load('c'), { id: 'c', turns: [turn('a', 1), turn('b', 2)], tip: undefined });
  });

  it('loads nothing for a conversation that was never saved', async () => {
    assert.equal(await store.load('c'), undefined);
  });

  it('keeps the text of an answer whose process ended, and marks it as interrupted', async () => {
    await store.save('c', turn('a', 1, 'streaming'));
    const answer = (await store.load('c'))?.turns[0]?.answer;
    assert.deepEqual([answer?.state, answer?.text, answer?.failure], ['failed', '回答 😀', { kind: 'interrupted' }]);
  });

  it('keeps the effect of a budget on an answer', async () => {
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9 };
    const failure = { kind: 'budget', budgetNanoYuan: 5, spentNanoYuan: 4, worstNanoYuan: 2 } as const;
    const asked = [
      { ...turn('a', 1), answer: { ...turn('a', 1).answer, limited } },
      { ...turn('b', 2), answer: { ...newAnswer('ernie-5.1'), state: 'failed' as const, failure } },
    ];
    for (const each of asked) await store.save('c', each);
    store.close();
    store = await open();
    assert.deepEqual((await store.load('c'))?.turns, asked);
  });

  it('keeps the origin of an answer and a newer answer, but not that one is being fetched', async () => {
    const origin = { level: 'team', answeredAtMs: 5, savedNanoYuan: 7 } as const;
    const fresher = { reasoning: '', text: '新', citations: [], booking: undefined };
    const again = { ...turn('b', 2), repeats: 'a' };
    await store.save('c', {
      ...turn('a', 1),
      answer: { ...turn('a', 1).answer, origin: { ...origin, isStale: true } },
    });
    await store.save('c', { ...again, answer: { ...again.answer, origin, fresher } });
    const [first, second] = (await store.load('c'))?.turns ?? [];
    assert.deepEqual(first?.answer, { ...turn('a', 1).answer, origin });
    const { booking: _, ...kept } = fresher;
    assert.deepEqual(second, { ...again, answer: { ...again.answer, origin, fresher: kept } });
  });

  it('marks a waiting question as interrupted when its process ended', async () => {
    await store.save('c', {
      ...turn('a', 1),
      answer: { ...newAnswer('ernie-5.1'), waiting: { why: 'budget', canSkip: false } },
    });
    assert.deepEqual((await store.load('c'))?.turns[0]?.answer, {
      ...newAnswer('ernie-5.1'),
      state: 'failed',
      failure: { kind: 'interrupted' },
    });
  });

  it('keeps which branch was shown last', async () => {
    await store.save('c', turn('a', 1));
    await store.saveTip('c', 'b');
    await store.saveTip('c', 'a');
    assert.equal((await store.load('c'))?.tip, 'a');
  });

  it('keeps the draft of each conversation', async () => {
    const draft = { text: '还没发送', attachments: [] };
    await store.saveDraft('c', { text: 'older', attachments: [] });
    await store.saveDraft('c', draft);
    assert.deepEqual([store.loadDraft('c'), store.loadDraft('other')], [draft, undefined]);
  });

  it('keeps attachments outside the row of their turn', async () => {
    const attachment = { id: 'x', path: 'a.ts', languageId: 'typescript', startLine: 1, endLine: 2, text: '代码' };
    const asked = { ...turn('a', 1, 'streaming'), attachments: [attachment] };
    await store.save('c', asked);
    await store.save('c', { ...asked, answer: turn('a', 1).answer });
    assert.deepEqual((await store.load('c'))?.turns[0]?.attachments, [attachment]);
    const [file] = await readdir(folder);
    const database = new DatabaseSync(join(folder, file ?? ''), { readOnly: true });
    assert.ok(!String(database.prepare('SELECT json FROM turn').get()?.['json']).includes('代码'));
    database.close();
  });

  it('skips an unreadable row and loads the rest', async () => {
    await store.save('c', turn('a', 1));
    await store.save('c', turn('b', 2));
    await store.saveDraft('c', { text: 'draft', attachments: [] });
    const [file] = await readdir(folder);
    const database = new DatabaseSync(join(folder, file ?? ''));
    database.exec(`UPDATE turn SET json = '{"id":' WHERE id = 'a'; UPDATE draft SET json = '{'`);
    database.close();
    assert.deepEqual(
      (await store.load('c'))?.turns.map(each => each.id),
      ['b'],
    );
    assert.equal(store.loadDraft('c'), undefined);
  });

  it('sets a file with a damaged page aside, even when its header is intact', async () => {
    for (let number = 0; number < 50; number++) await store.save('c', turn(`turn ${number}`, number));
    store.close();
    const [name] = await readdir(folder);
    assert.ok(name);
    const bytes = await readFile(join(folder, name));
    bytes.fill(0x5a, 4096, bytes.length);
    await writeFile(join(folder, name), bytes);
    let told: string | undefined;
    store = await open(damaged => (told = damaged));
    assert.equal(told, join(folder, name));
    assert.equal(await store.load('c'), undefined);
  });

  it('ends with the newest state of a turn, however long the file was locked', async () => {
    const [file] = await readdir(folder);
    const other = new DatabaseSync(join(folder, file ?? ''));
    for (let round = 0; round < 10; round++) {
      const id = `turn ${round}`;
      other.exec('BEGIN IMMEDIATE');
      const saves = [store.save('c', turn(id, 1, 'waiting'))];
      for (let part = 0; part < 5; part++) saves.push(store.save('c', turn(id, 1, 'streaming')));
      saves.push(store.save('c', turn(id, 1, 'finished')));
      // Long enough for several retries, whose delays are random.
      await new Promise(resolve => setTimeout(resolve, 20));
      other.exec('COMMIT');
      await Promise.all(saves);
      assert.equal((await store.load('c'))?.turns.find(each => each.id === id)?.answer.state, 'finished');
    }
    other.close();
  });

  it('sets a damaged file aside and starts an empty one', async () => {
    store.close();
    const [name] = await readdir(folder);
    assert.ok(name);
    await writeFile(join(folder, name), 'this is no database, but a person may still want to look at it'.repeat(20));
    let told: string | undefined;
    store = await open(damaged => (told = damaged));
    assert.equal(told, join(folder, name));
    assert.equal(await store.load('c'), undefined);
    await store.save('c', turn('a', 1));
    assert.ok((await readdir(folder)).includes(name));
  });
});
