import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exportChat } from '../../src/host/history/exportChat.ts';
import { importChat } from '../../src/host/history/importChat.ts';
import { exampleTurn } from '../support/exampleTurn.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { HistoryWindow } from './historyParts.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

describe('Exporting and importing a conversation', () => {
  let window: HistoryWindow;
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    window = await HistoryWindow.open();
    await window.keep('a', 'a1', '2026-11-22T09:05', { question: '为什么慢: a/b?' });
    window.shown = 'a';
  });
  afterEach(() => window.close());

  /** Runs while the save dialog is open. */
  let meanwhile = (): void => undefined;
  /** Exports to a file of this name; returns what the user sees and the options of the save dialog. */
  const exported = async (name: string, ...acts: ConstructorParameters<typeof Person>[0]) => {
    const person = new Person(acts);
    const dialogs: vscode.SaveDialogOptions[] = [];
    const uri = name === '' ? undefined : vscode.Uri.file(join(folder, name));
    const showSaveDialog = (options?: vscode.SaveDialogOptions): Thenable<vscode.Uri | undefined> => {
      if (options !== undefined) dialogs.push(options);
      meanwhile();
      return Promise.resolve(uri);
    };
    await replaced(vscode.window, 'showSaveDialog', showSaveDialog, () =>
      person.during(() => exportChat(window.parts)),
    );
    return { seen: person.seen, dialogs };
  };
  const imported = async (content: string | Buffer, name = 'chat.md'): Promise<string[]> => {
    const uri = vscode.Uri.file(join(folder, name));
    writeFileSync(uri.fsPath, content);
    const person = new Person([]);
    const showOpenDialog = (): Thenable<vscode.Uri[]> => Promise.resolve([uri]);
    await replaced(vscode.window, 'showOpenDialog', showOpenDialog, () =>
      person.during(() => importChat(window.parts)),
    );
    return person.seen;
  };
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  it('proposes a file name that is valid on every system, and says where the file is', async () => {
    const { seen, dialogs } = await exported('out.md', LEAVE);
    assert.ok(dialogs[0]?.defaultUri?.path.endsWith('/为什么慢- a-b.md'), dialogs[0]?.defaultUri?.path);
    assert.deepEqual(Object.values(dialogs[0]?.filters ?? {}), [['md'], ['json']]);
    assert.deepEqual(seen, [`info: The conversation was exported to “${join(folder, 'out.md')}”. [Open]`]);
    assert.ok(read('out.md').startsWith('# 为什么慢: a/b?\n'));
    assert.deepEqual(readdirSync(folder), ['out.md']);
  });

  it('writes JSON if the file name says so, and overwrites an existing file', async () => {
    writeFileSync(join(folder, 'out.JSON'), 'old');
    await exported('out.JSON', LEAVE);
    assert.equal((JSON.parse(read('out.JSON')) as { format: string }).format, 'ask-wenxin-conversation');
  });

  it('exports nothing of another conversation that is opened during the dialog', async () => {
    meanwhile = () => {
      window.shown = 'b';
      window.newer = [exampleTurn('b1', { question: 'of another one' })];
    };
    await exported('out.md', LEAVE);
    meanwhile = () => undefined;
    assert.ok(!read('out.md').includes('of another one'));
  });

  it('opens the file on a click', async () => {
    const opened: unknown[] = [];
    const executeCommand = ((id: string, uri: vscode.Uri) =>
      Promise.resolve(void opened.push([id, uri.path]))) as typeof vscode.commands.executeCommand;
    await replaced(vscode.commands, 'executeCommand', executeCommand, async () => {
      await exported('out.md', 'Open');
    });
    assert.deepEqual(opened, [['vscode.open', vscode.Uri.file(join(folder, 'out.md')).path]]);
  });

  it('exports an incomplete answer as far as it was written', async () => {
    window.newer = [exampleTurn('a1', { question: '为什么慢: a/b?', answer: { state: 'failed', text: '刚刚说到' } })];
    await exported('out.md', LEAVE);
    assert.match(read('out.md'), /刚刚说到[^]*The answer is not complete\./);
  });

  it('leaves no file behind when it cannot write or the user cancels', async () => {
    writeFileSync(join(folder, 'no folder'), 'old');
    const { seen } = await exported(join('no folder', 'out.md'), LEAVE);
    assert.match(seen[0] ?? '', /^error: The file cannot be written: /);
    assert.deepEqual(readdirSync(folder), ['no folder']);
    assert.deepEqual((await exported('')).seen, []);
    window.shown = 'nothing yet';
    assert.deepEqual((await exported('out.md')).seen, [
      'info: There is nothing to export yet. Ask a question, or open a conversation of the history.',
    ]);
  });

  it('logs a leftover temporary file only if it exists and cannot be deleted', async () => {
    const logged: string[] = [];
    const note = (message: string): void => void logged.push(message);
    const { fs } = vscode.workspace;
    const full = (): Promise<void> => Promise.reject(vscode.FileSystemError.Unavailable('full'));
    for (const failure of [
      vscode.FileSystemError.FileNotFound('gone'),
      vscode.FileSystemError.NoPermissions('not deleted'),
    ]) {
      const failing = { ...fs, writeFile: full, delete: () => Promise.reject(failure) };
      // VS Code declares `fs` as a getter, so it cannot be assigned.
      const own =
        Object.getOwnPropertyDescriptor(vscode.workspace, 'fs') ?? assert.fail('VS Code has no such property');
      Object.defineProperty(vscode.workspace, 'fs', { ...own, get: () => failing });
      try {
        await replaced(window.parts.logger, 'info', note, () =>
          replaced(window.parts.logger, 'warn', note, async () => {
            const { seen } = await exported('out.md', LEAVE);
            assert.match(seen[0] ?? '', /^error: The file cannot be written: /);
          }),
        );
      } finally {
        Object.defineProperty(vscode.workspace, 'fs', own);
      }
    }
    assert.equal(logged.length, 1, logged.join());
    assert.match(logged[0] ?? '', /out\.md\.\w+\.tmp could not be deleted and may remain: .*not deleted/);
  });

  it('imports a conversation and shows it', async () => {
    await exported('out.md', LEAVE);
    const text = read('out.md').replace('"id":"a"', '"id":"b"');
    assert.deepEqual(await imported(text), ['info: “为什么慢: a/b?” was imported and is shown now.']);
    assert.deepEqual(window.done, ['open b']);
    assert.equal((await window.load('b'))?.turns[0]?.question, '为什么慢: a/b?');
  });

  it('shows a conversation that is already in the history', async () => {
    await exported('out.json', LEAVE);
    assert.deepEqual(await imported(read('out.json')), [
      'info: “为什么慢: a/b?” is in the history already and is shown now.',
    ]);
    assert.deepEqual(window.done, ['open a']);
  });

  it('says why a file cannot be imported, and changes nothing', async () => {
    await exported('out.md', LEAVE);
    const text = read('out.md');
    const sentences = [
      ...(await imported('# README', 'README.md')),
      ...(await imported(Buffer.from([0xff, 0xd8, 0x00]), 'photo.md')),
      ...(await imported(text.slice(0, -90), 'half.md')),
      ...(await imported(text.replace('"version":1', '"version":9'), 'newer.md')),
    ];
    assert.deepEqual(
      sentences.map(sentence => /^error: “(.+?)” (is not|was exported|is damaged)/.exec(sentence)?.slice(1).join(' ')),
      ['README.md is not', 'photo.md is not', 'half.md is damaged', 'newer.md was exported'],
    );
    assert.deepEqual(window.done, []);
    assert.equal((await window.parts.reader.find({ text: '', limit: 10 }))?.length, 1);
  });
});
