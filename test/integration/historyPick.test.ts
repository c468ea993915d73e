import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.ts';
import type { HistoryItem } from '../../src/host/history/historyItems.ts';
import { HistoryPick } from '../../src/host/history/historyPick.ts';
import { until } from '../support/until.ts';
import { HistoryWindow } from './historyParts.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';
import { ShownList } from './shownList.ts';

describe('The chat history', () => {
  let window: HistoryWindow;
  let list: ShownList<HistoryItem>;
  beforeEach(async () => {
    window = await HistoryWindow.open();
    list = new ShownList();
  });
  afterEach(() => window.close());

  const shown = (run: () => Promise<void>): Promise<void> =>
    list.during(async () => {
      await new HistoryPick(window.parts).show();
      await run();
    });
  const keepSome = async (): Promise<void> => {
    await window.keep('a', 'a1', '2026-11-22T09:05', { question: '互斥锁 $(add)' });
    await window.keep('a', 'a2', '2026-11-22T09:15', { answer: { text: '用 std::mutex 保护它' } });
    await window.keep('b', 'b1', '2026-11-21T23:59', { question: 'Why is this slow?' });
    await window.keep('c', 'c1', '2026-11-15T12:00', { question: 'Last week' });
    await window.keep('d', 'd1', '2025-12-31T12:00', { question: 'Long ago' });
    await window.keepElsewhere('e', 'e1', '2026-11-22T08:00', { question: 'Elsewhere' });
  };

  it('groups the conversations of this workspace by local day, and marks the one that is shown', async () => {
    await keepSome();
    window.shown = 'b';
    await window.parts.changes.pin('d', true);
    await shown(async () => {
      assert.deepEqual(list.rows, [
        '[Pinned]',
        'Long ago | Dec 31, 2025 · 1 question',
        '[Today]',
        '互斥锁 \\$(add) | 09:15 · 2 questions',
        '[Yesterday]',
        'Why is this slow? | shown now · 23:59 · 1 question',
        '[Last 7 days]',
        'Last week | Nov 15 · 1 question',
      ]);
      await list.choose('Why is this slow?');
    });
    assert.deepEqual([window.done, list.isShown], [['open b'], false]);
  });

  it('shows the conversations of all workspaces with their names, and returns to this workspace', async () => {
    await keepSome();
    await shown(async () => {
      await list.press('Show All Workspaces');
      assert.equal(list.title, 'Chat History: All Workspaces');
      assert.deepEqual(list.rows.slice(1, 3), [
        '互斥锁 \\$(add) | 09:15 · 2 questions · shop',
        'Elsewhere | 08:00 · 1 question · other',
      ]);
      await list.press('Show This Workspace Only');
      assert.ok(!list.rows.join().includes('Elsewhere'));
      list.hide();
    });
  });

  it('searches the text, shows where it matches, and opens the conversation there', async () => {
    await keepSome();
    await shown(async () => {
      await list.type('MUTEX');
      assert.deepEqual(list.rows, ['[Today]', '互斥锁 \\$(add) | 09:15 · 2 questions | 用 std::mutex 保护它']);
      assert.ok(list.items.every(item => item.kind === vscode.QuickPickItemKind.Separator || item.alwaysShow));
      await list.type('互斥');
      assert.deepEqual(list.rows, ['[Today]', '互斥锁 \\$(add) | 09:15 · 2 questions']);
      await list.type('保护');
      await list.choose('互斥锁 \\$(add)');
    });
    assert.deepEqual(window.done, ['open a at a2']);
  });

  it('suggests what to do when nothing is found or stored yet', async () => {
    await shown(async () => {
      assert.deepEqual(list.rows, ['No conversations in this workspace yet | Show those of all workspaces']);
      await list.choose('No conversations in this workspace yet');
      assert.deepEqual(list.rows, ['No conversations yet | Ask a question, and it is kept here']);
      await list.type('x');
      assert.deepEqual(list.rows, ['No conversation contains “x” | Try fewer or other words.']);
      await list.choose('No conversation contains “x”');
      assert.equal(list.isShown, true);
      await list.press('Show This Workspace Only');
      assert.deepEqual(list.rows, ['No conversation contains “x” | Search all workspaces instead']);
      await list.type('');
      await list.press('Show All Workspaces');
      await list.choose('No conversations yet');
    });
    assert.deepEqual([window.done, list.isShown], [['new'], false]);
  });

  it('stays open while conversations are pinned and unpinned', async () => {
    await keepSome();
    await shown(async () => {
      await list.press('Pin', 'Last week');
      assert.deepEqual(list.rows.slice(0, 2), ['[Pinned]', 'Last week | Nov 15 · 1 question']);
      await list.press('Unpin', 'Last week');
      assert.equal(list.rows[0], '[Today]');
      list.hide();
    });
  });

  it('reports a pin that cannot be written, and leaves the list as it was', async () => {
    await keepSome();
    const full = (): Promise<void> => Promise.reject(new Error('database or disk is full'));
    const person = new Person([LEAVE]);
    await person.during(() =>
      replaced(window.parts.changes, 'pin', full, () =>
        shown(async () => {
          const before = list.rows;
          await list.press('Pin', 'Last week');
          assert.deepEqual([list.rows, list.isShown], [before, true]);
          list.hide();
        }),
      ),
    );
    assert.match(person.seen[0] ?? '', /^error: The conversation could not be pinned\./);
  });

  it('is shown again with the new title after a rename', async () => {
    await keepSome();
    const asked: vscode.InputBoxOptions[] = [];
    const showInputBox = (options?: vscode.InputBoxOptions): Thenable<string | undefined> => {
      if (options !== undefined) asked.push(options);
      // VS Code hides a quick pick when an input box opens.
      list.hide();
      return Promise.resolve(' 新 标题 ');
    };
    await replaced(vscode.window, 'showInputBox', showInputBox, () =>
      shown(async () => {
        await list.press('Rename...', 'Why is this slow?');
        assert.equal(list.isShown, true);
        assert.ok(list.rows.join().includes('新 标题 | 23:59'));
        list.hide();
      }),
    );
    const [box] = asked;
    assert.equal(box?.value, 'Why is this slow?');
    assert.equal(box.validateInput?.('  '), 'A title needs at least one character.');
    assert.equal(box.validateInput('ok'), undefined);
  });

  it('is shown again with an error when the input for the title cannot be opened', async () => {
    await keepSome();
    const showInputBox = (): Thenable<string | undefined> => {
      list.hide();
      return Promise.reject(new Error('Canceled'));
    };
    const person = new Person([LEAVE]);
    await person.during(() =>
      replaced(vscode.window, 'showInputBox', showInputBox, () =>
        shown(async () => {
          await list.press('Rename...', 'Why is this slow?');
          assert.equal(list.isShown, true);
          list.hide();
        }),
      ),
    );
    assert.match(person.seen[0] ?? '', /^error: The conversation could not be renamed\./);
  });

  it('restores a deleted conversation on Undo', async () => {
    await keepSome();
    window.shown = 'a';
    const person = new Person(['Undo']);
    await person.during(() =>
      shown(async () => {
        await list.press('Delete', '互斥锁 \\$(add)');
        await until(() => list.rows.join().includes('互斥锁'));
        list.hide();
      }),
    );
    assert.deepEqual(person.seen, ['info: “互斥锁 $(add)” was deleted. It is removed for good after 30 days. [Undo]']);
    assert.deepEqual(window.done, ['leave', 'open a']);
    assert.equal((await window.load('a'))?.turns.length, 2);
  });

  it('deletes a conversation without leaving the one that is shown', async () => {
    await keepSome();
    await new Person([LEAVE]).during(() =>
      shown(async () => {
        await list.press('Delete', 'Last week');
        assert.ok(!list.rows.join().includes('Last week'));
        list.hide();
      }),
    );
    assert.deepEqual(window.done, ['stop c']);
  });

  it('starts an import or a new chat from its buttons', async () => {
    const commands: string[] = [];
    const executeCommand = ((id: string) =>
      Promise.resolve(void commands.push(id))) as typeof vscode.commands.executeCommand;
    await replaced(vscode.commands, 'executeCommand', executeCommand, async () => {
      await shown(() => list.press('Import Chat...'));
      list = new ShownList();
      await shown(() => list.press('New Chat'));
    });
    assert.deepEqual([commands, window.done], [[COMMANDS.importChat], ['new']]);
  });

  it('reports a history that cannot be read', async () => {
    await window.close();
    const person = new Person([LEAVE]);
    await person.during(() => shown(async () => Promise.resolve()));
    assert.deepEqual(person.seen, ['error: The chat history cannot be read from disk. [Show Log]']);
    assert.equal(list.isShown, false);
    window = await HistoryWindow.open();
  });

  it('is in Chinese when VS Code is in Chinese', async () => {
    await keepSome();
    await whileChinese(() =>
      shown(async () => {
        assert.equal(list.title, '聊天历史记录');
        assert.deepEqual(list.rows.slice(0, 5), [
          '[今日]',
          '互斥锁 \\$(add) | 09:15 · 2 个问题',
          '[昨天]',
          'Why is this slow? | 23:59 · 1 个问题',
          '[最近 7 天]',
        ]);
        list.hide();
      }),
    );
  });
});
