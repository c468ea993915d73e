import assert from 'node:assert/strict';
import type { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { ConversationChanges } from '../../../src/core/conversation/list/conversationChanges.ts';
import { findConversations } from '../../../src/core/conversation/list/findConversations.ts';
import type { ListedConversation, ListQuery } from '../../../src/core/conversation/list/listQuery.ts';
import { exampleAttachment, exampleTurn } from '../../support/exampleTurn.ts';
import { HistoryStage } from './historyStage.ts';

describe('findConversations', () => {
  let stage: HistoryStage;
  let store: HistoryStore;
  let changes: ConversationChanges;
  beforeEach(async () => {
    stage = new HistoryStage();
    store = await stage.window();
    changes = new ConversationChanges(store.database, () => stage.clock.now());
  });
  afterEach(() => stage.close());

  const find = (query: Partial<ListQuery> = {}): ListedConversation[] =>
    [...findConversations(store.database, { text: '', limit: 100, ...query })].filter(each => each !== undefined);
  const ids = (query: Partial<ListQuery> = {}): string[] => find(query).map(({ id }) => id);
  /** Returns the IDs of the turns that were found, or the conversation where only its title matches. */
  const hits = (text: string): string[] => find({ text }).map(({ id, hit }) => hit?.turnId ?? `title of ${id}`);

  it('lists pinned conversations first and then the newest, with the number of their questions', async () => {
    for (const [id, askedAtMs] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const) {
      await store.save(id, exampleTurn(`1 ${id}`, { askedAtMs, question: `Frage ${id}` }));
    }
    await store.save('b', exampleTurn('2 b', { askedAtMs: 2 }));
    await changes.pin('a', true);
    assert.deepEqual(find(), [
      { id: 'a', title: 'Frage a', workspace: 'w', changedAtMs: 1, questions: 1, isPinned: true },
      { id: 'c', title: 'Frage c', workspace: 'w', changedAtMs: 3, questions: 1, isPinned: false },
      { id: 'b', title: 'Frage b', workspace: 'w', changedAtMs: 2, questions: 2, isPinned: false },
    ]);
    await changes.pin('a', false);
    assert.deepEqual(ids({ limit: 2 }), ['c', 'b']);
  });

  it('lists one workspace or all of them', async () => {
    const other = await stage.window({ workspace: 'other' });
    await store.save('a', exampleTurn('1', { askedAtMs: 1 }));
    await other.save('b', exampleTurn('2', { askedAtMs: 2 }));
    assert.deepEqual([ids({ workspace: 'w' }), ids({ workspace: 'other' }), ids()], [['a'], ['b'], ['b', 'a']]);
  });

  it('hides a deleted conversation until it is restored', async () => {
    await store.save('a', exampleTurn('1', { question: '秘密' }));
    await changes.delete('a');
    assert.deepEqual([ids(), ids({ text: '秘密' })], [[], []]);
    await changes.restore('a');
    assert.deepEqual(ids({ text: '秘密' }), ['a']);
  });

  it('finds two Chinese characters, one Chinese character, or one letter', async () => {
    await store.save('a', exampleTurn('1', { question: 'x', answer: { text: '这里用了互斥锁。' } }));
    assert.deepEqual(hits('互斥'), ['1']);
    assert.deepEqual(hits('锁'), ['1']);
    assert.deepEqual(hits('锁互'), []);
    assert.deepEqual(hits('x'), ['title of a']);
  });

  it('searches questions, answers, attached paths and custom prompts', async () => {
    const attachments = [exampleAttachment('x', 'src/Ledger.ts', 'only in the code')];
    await store.save('a', exampleTurn('1', { question: 'alpha' }));
    await store.save(
      'a',
      exampleTurn('2', { askedAtMs: 2, question: 'beta', attachments, answer: { text: 'gamma', reasoning: 'delta' } }),
    );
    await store.save('a', exampleTurn('3', { askedAtMs: 3, question: '/mine', prompt: 'epsilon' }));
    assert.deepEqual(['beta', 'gamma', 'ledger.TS', 'epsilon'].map(hits), [['2'], ['2'], ['2'], ['3']]);
    assert.deepEqual(['delta', 'only in the code', 'ernie-5.1', 'askedAtMs'].map(hits), [[], [], [], []]);
  });

  it('does not search the prompt of a built-in command, which the user did not type', async () => {
    await store.save(
      'a',
      exampleTurn('1', { feature: 'explain', question: '解释', prompt: 'Explain the attached code' }),
    );
    assert.deepEqual(hits('attached'), []);
  });

  it('ignores the case of Latin letters, and has no wildcards', async () => {
    await store.save('a', exampleTurn('1', { question: 'q', answer: { text: 'Use `SELECT 100%_of\\it` "now"\n好' } }));
    for (const text of ['select', '100%', '%_of', '\\it', '"NOW"', '"now"\n好'])
      assert.deepEqual(hits(text), ['1'], text);
    for (const text of ['1%0', 'SELECT_100']) assert.deepEqual(hits(text), [], text);
    await store.save('b', exampleTurn('2', { question: 'plain', answer: { text: 'nothing' } }));
    assert.deepEqual([hits('%'), hits('_'), hits('\\')], [['1'], ['1'], ['1']]);
  });

  it('returns the newest match of each conversation with the text around it', async () => {
    const long = `${'前'.repeat(100)}目标${'后'.repeat(300)}`;
    await store.save('a', exampleTurn('1', { question: '目标在这里', answer: { text: '好' } }));
    await store.save('b', exampleTurn('2', { askedAtMs: 2, question: '甲', answer: { text: long } }));
    await store.save('b', exampleTurn('3', { askedAtMs: 3, question: '乙', answer: { text: '找\n\n到 目标' } }));
    assert.deepEqual(
      find({ text: '目标' }).map(({ id, hit }) => [id, hit]),
      [
        ['b', { turnId: '3', snippet: '找 到 目标' }],
        ['a', undefined],
      ],
    );
    await store.save('b', exampleTurn('3', { askedAtMs: 3, question: '乙', answer: { text: '' } }));
    assert.equal(find({ text: '目标' })[0]?.hit?.snippet, `…${'前'.repeat(30)}目标${'后'.repeat(118)}…`);
  });

  it('never cuts a character of a snippet in two', async () => {
    await store.save(
      'a',
      exampleTurn('1', { question: 'q', answer: { text: `${'😀'.repeat(40)}ab${'😀'.repeat(100)}` } }),
    );
    await store.save(
      'b',
      exampleTurn('2', { question: 'q', answer: { text: `${'😀'.repeat(40)}xab${'😀'.repeat(100)}` } }),
    );
    for (const { hit } of find({ text: 'ab' })) {
      assert.equal(hit?.snippet.isWellFormed(), true);
      assert.ok(!hit.snippet.includes('\ufffd'), hit.snippet);
    }
  });

  it('finds text of a running answer that is still stored in pieces', async () => {
    const { finish: _, ...answer } = exampleTurn('1').answer;
    const first = exampleTurn('1', { question: 'q', answer: { state: 'streaming', text: '第一' } });
    await store.save('a', first);
    await store.save('a', { ...first, answer: { ...first.answer, text: '第一部分' } });
    assert.ok(stage.rows('SELECT * FROM piece').length > 0 && answer.state === 'finished');
    assert.deepEqual(hits('一部'), ['1']);
  });

  it('skips a damaged row', async () => {
    await store.save('a', exampleTurn('1', { question: 'q', answer: { text: 'wanted' } }));
    await store.save('a', exampleTurn('2', { askedAtMs: 2, question: 'q', answer: { text: 'wanted' } }));
    stage.with(database => database.exec(`UPDATE turn SET json = '{"wanted' WHERE id = '2'`));
    assert.deepEqual(hits('wanted'), ['1']);
  });

  it('yields once per conversation it searched, so that the search can be cancelled', async () => {
    for (const id of ['a', 'b', 'c'])
      await store.save(id, exampleTurn(`of ${id}`, { question: id, answer: { text: 'x' } }));
    const seen = [...findConversations(store.database, { text: 'b', limit: 100 })];
    assert.deepEqual(
      seen.map(each => each?.id),
      [undefined, 'b', undefined],
    );
  });
});
