import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

describe('history store', () => {
  let folder: string;
  let store: HistoryStore;
  const open = (onSetAside?: (damaged: string, fresh: string) => void): Promise<HistoryStore> =>
    HistoryStore.open({ folder, clock: systemClock, logger: silentLogger, ...(onSetAside && { onSetAside }) });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-'));
    store = await open();
  });
  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  it('gives back the turns of a conversation in their order, each in its last state', async () => {
    await store.save('c', turn('b', 2));
    await store.save('c', turn('a', 1, 'waiting'));
    await store.save('c', turn('a', 1));
    await store.save('other', turn('x', 3));
    store.close();
    store = await open();
    assert.deepEqual(store.load('c'), { id: 'c', turns: [turn('a', 1), turn('b', 2)] });
  });

  it('knows no conversation that was never saved', () => {
    assert.equal(store.load('c'), undefined);
  });

  it('keeps the text of an answer whose process ended in the middle, and says so', async () => {
    await store.save('c', turn('a', 1, 'streaming'));
    const answer = store.load('c')?.turns[0]?.answer;
    assert.deepEqual([answer?.state, answer?.text, answer?.failure], ['failed', '回答 😀', { kind: 'interrupted' }]);
  });

  it('keeps the draft of each conversation', async () => {
    const draft = { text: '还没发送', attachments: [] };
    await store.saveDraft('c', { text: 'older', attachments: [] });
    await store.saveDraft('c', draft);
    assert.deepEqual([store.loadDraft('c'), store.loadDraft('other')], [draft, undefined]);
  });

  it('sets a damaged file aside and starts anew', async () => {
    store.close();
    const [name] = await readdir(folder);
    assert.ok(name);
    await writeFile(join(folder, name), 'this is no database, but a person may still want to look at it'.repeat(20));
    let told: string | undefined;
    store = await open(damaged => (told = damaged));
    assert.equal(told, join(folder, name));
    assert.equal(store.load('c'), undefined);
    await store.save('c', turn('a', 1));
    assert.ok((await readdir(folder)).includes(name));
  });
});
