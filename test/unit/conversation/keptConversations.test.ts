import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { ConversationChanges } from '../../../src/core/conversation/list/conversationChanges.ts';
import { HISTORY_APPLICATION_ID, HISTORY_MIGRATIONS } from '../../../src/core/conversation/store/historyFormat.ts';
import { purgeHistory } from '../../../src/core/conversation/store/purgeHistory.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { exampleAttachment, exampleTurn } from '../../support/exampleTurn.ts';
import { HistoryStage } from './historyStage.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('Stored conversations', () => {
  let stage: HistoryStage;
  let store: HistoryStore;
  let changes: ConversationChanges;
  beforeEach(async () => {
    stage = new HistoryStage();
    store = await stage.window();
    changes = new ConversationChanges(store.database, () => stage.clock.now());
  });
  afterEach(() => stage.close());

  const titles = (): unknown[] => stage.rows('SELECT title FROM conversation').map(({ title }) => title);

  it('have their first question as title, their workspace, and the times of creation and last change', async () => {
    await store.save('c', exampleTurn('a', { askedAtMs: 5 }));
    await store.save('c', exampleTurn('b', { askedAtMs: 9 }));
    await store.save('c', exampleTurn('a', { askedAtMs: 5, answer: { text: '新' } }));
    assert.deepEqual(
      stage.rows('SELECT title, workspace, created_at_ms, changed_at_ms, is_renamed FROM conversation'),
      [{ title: '问题 a', workspace: 'w', created_at_ms: 5, changed_at_ms: 9, is_renamed: 0 }],
    );
  });

  it('keep the name the user gave them', async () => {
    await store.save('c', exampleTurn('a'));
    await changes.rename('c', ' 我的\n对话 ');
    await store.save('c', exampleTurn('b'));
    await changes.rename('c', ' ');
    assert.deepEqual(titles(), ['我的 对话']);
  });

  it('are listed per workspace, newest first, without the one that is shown', async () => {
    const other = await stage.window({ workspace: 'other' });
    for (const [id, askedAtMs] of [
      ['old', 1],
      ['new', 3],
      ['middle', 2],
      ['deleted', 4],
      ['shown', 5],
    ] as const) {
      await store.save(id, exampleTurn(`turn of ${id}`, { askedAtMs, question: id }));
    }
    await other.save('elsewhere', exampleTurn('x', { askedAtMs: 9 }));
    await changes.delete('deleted');
    assert.deepEqual(store.recent(2, 'shown'), [
      { id: 'new', title: 'new', changedAtMs: 3 },
      { id: 'middle', title: 'middle', changedAtMs: 2 },
    ]);
  });

  it('are restored by a new question, but not by an answer that is still running', async () => {
    await store.save('c', exampleTurn('a', { answer: { state: 'streaming' } }));
    await changes.delete('c');
    await store.save('c', exampleTurn('a'));
    assert.deepEqual(store.recent(5, ''), []);
    await store.save('c', exampleTurn('b'));
    assert.equal(store.recent(5, '').length, 1);
  });

  it('can be loaded until 30 days after deletion, and are then removed completely', async () => {
    for (let number = 0; number < 450; number++) {
      await store.save('gone', exampleTurn(`gone ${number}`, { attachments: [exampleAttachment('x', 'a.ts')] }));
    }
    await store.save('gone', exampleTurn('open', { answer: { state: 'streaming', text: '' } }));
    stage.with(database =>
      database.exec(`INSERT INTO piece SELECT growth, 7, '{"text":"","reasoning":""}' FROM turn WHERE id = 'open'`),
    );
    await store.saveDraft('gone', { text: 'draft', attachments: [] });
    await store.save('kept', exampleTurn('kept', { attachments: [exampleAttachment('y', 'b.ts')] }));
    await changes.delete('gone');
    const backup = join(stage.folder, 'history.1.v1.bak');
    await writeFile(backup, 'a copy of all that');
    await stage.clock.advance(30 * DAY_MS);
    await purgeHistory(store.database, stage.clock.now(), silentLogger);
    assert.equal((await store.load('gone'))?.turns.length, 451);
    assert.equal(existsSync(backup), true);
    await stage.clock.advance(1);
    await purgeHistory(store.database, stage.clock.now(), silentLogger);
    const rows = ['turn', 'attachments', 'draft', 'piece', 'conversation'].map(
      table => stage.rows(`SELECT count(*) AS count FROM ${table}`)[0]?.['count'],
    );
    assert.deepEqual(rows, [1, 1, 0, 0, 1]);
    assert.equal(existsSync(backup), false);
  });

  it('report whether any of them is deleted', async () => {
    await store.save('c', exampleTurn('a'));
    assert.equal(store.hasDeleted(), false);
    await changes.delete('c');
    assert.equal(store.hasDeleted(), true);
  });

  it('are complete again when they are restored in time', async () => {
    await store.save('c', exampleTurn('a'));
    await changes.delete('c');
    await changes.restore('c');
    await stage.clock.advance(40 * DAY_MS);
    await purgeHistory(store.database, stage.clock.now(), silentLogger);
    assert.equal((await store.load('c'))?.turns.length, 1);
  });

  it('are loaded in slices that yield to the event loop in between', async () => {
    let breaths = 0;
    const breathing = await stage.window({ breathe: () => Promise.resolve(void (breaths += 1)) });
    stage.with(database => {
      const insert = database.prepare("INSERT INTO turn(conversation, id, asked_at_ms, json) VALUES ('c', ?, ?, ?)");
      database.exec('BEGIN');
      for (let number = 0; number < 1_000; number++) {
        // Two turns each share the same time.
        const turn = exampleTurn(String(number).padStart(4, '0'), { askedAtMs: number >> 1 });
        insert.run(turn.id, turn.askedAtMs, JSON.stringify(turn));
      }
      database.exec('COMMIT');
    });
    const turns = (await breathing.load('c'))?.turns ?? [];
    assert.deepEqual(
      turns.map(({ id }) => Number(id)),
      Array.from({ length: 1_000 }, (_, number) => number),
    );
    assert.equal(breaths, 5);
  });

  it('are loaded in smaller slices when their turns are long', async () => {
    let breaths = 0;
    const breathing = await stage.window({ breathe: () => Promise.resolve(void (breaths += 1)) });
    for (let number = 0; number < 10; number++) {
      await store.save('c', exampleTurn(String(number), { answer: { text: 'x'.repeat(150_000) } }));
    }
    assert.equal((await breathing.load('c'))?.turns.length, 10);
    assert.equal(breaths, 5);
  });

  it('get their rows when they come from a file of the first format, which is backed up first', async () => {
    stage.close();
    const old = new HistoryStage();
    const database = new DatabaseSync(old.path);
    database.exec(
      `${HISTORY_MIGRATIONS[0] ?? ''} PRAGMA application_id = ${HISTORY_APPLICATION_ID}; PRAGMA user_version = 1`,
    );
    const insert = database.prepare('INSERT INTO turn(conversation, id, asked_at_ms, json) VALUES (?, ?, ?, ?)');
    for (const turn of [
      exampleTurn('b', { askedAtMs: 9 }),
      exampleTurn('a', { askedAtMs: 4, question: ' 第一个\n问题 ' }),
    ]) {
      insert.run('c', turn.id, turn.askedAtMs, JSON.stringify(turn));
    }
    insert.run('broken', 'x', 7, '{"id":');
    database.close();
    stage = old;
    store = await old.window();
    assert.deepEqual(
      old.rows('SELECT id, title, workspace, created_at_ms, changed_at_ms FROM conversation ORDER BY id'),
      [
        { id: 'broken', title: '', workspace: '', created_at_ms: 7, changed_at_ms: 7 },
        { id: 'c', title: '第一个 问题', workspace: '', created_at_ms: 4, changed_at_ms: 9 },
      ],
    );
    const loaded = await store.load('c');
    assert.deepEqual(
      [loaded?.turns.map(({ id, parent }) => [id, parent]), loaded?.tip],
      [
        [
          ['a', undefined],
          ['b', undefined],
        ],
        undefined,
      ],
    );
    assert.ok((await readdir(old.folder)).includes('history.1.v1.bak'));
    // The next question assigns the conversation to its workspace.
    await store.save('c', exampleTurn('d', { askedAtMs: 12 }));
    assert.equal(store.recent(5, '')[0]?.title, '第一个 问题');
  });

  it('are recovered from a damaged file as far as they can be read', async () => {
    for (let number = 0; number < 300; number++) {
      const attachments = [exampleAttachment('x', `a${number}.ts`)];
      await store.save(`c${number % 30}`, exampleTurn(`turn ${number}`, { askedAtMs: number, attachments }));
    }
    await store.save('c0', exampleTurn('open', { askedAtMs: 999, answer: { state: 'streaming', text: '一' } }));
    await changes.rename('c7', '有名字');
    await store.saveDraft('c7', { text: '草稿', attachments: [] });
    stage.close();
    const bytes = await readFile(stage.path);
    // Damage one page in the middle of the turns.
    const at = bytes.indexOf('"id":"turn 150"');
    bytes.fill(0x5a, at - (at % 4096), at - (at % 4096) + 4096);
    await writeFile(stage.path, bytes);
    let saved = 0;
    store = await stage.window({ onSetAside: (_damaged, _fresh, turns) => (saved = turns) });
    assert.ok(saved > 200 && saved < 301, `${saved} turns`);
    const loaded = await Promise.all(Array.from({ length: 30 }, (_, number) => store.load(`c${number}`)));
    assert.equal(
      loaded.reduce((sum, each) => sum + (each?.turns.length ?? 0), 0),
      saved,
    );
    assert.ok(loaded[7]?.turns.every(({ attachments }) => attachments.length === 1));
    assert.equal(store.recent(50, '').find(({ id }) => id === 'c7')?.title, '有名字');
    assert.equal(store.loadDraft('c7')?.text, '草稿');
  });

  it('are rebuilt from their turns when their own rows are damaged', async () => {
    await store.save('c', exampleTurn('a', { askedAtMs: 4, question: '第一个问题' }));
    await changes.rename('c', '只在这一页');
    stage.close();
    const bytes = await readFile(stage.path);
    const at = bytes.indexOf('只在这一页');
    bytes.fill(0x5a, at - (at % 4096), at - (at % 4096) + 4096);
    await writeFile(stage.path, bytes);
    store = await stage.window();
    const row = store.database.statement('SELECT title, changed_at_ms FROM conversation').get();
    assert.deepEqual({ ...row }, { title: '第一个问题', changed_at_ms: 4 });
  });
});
