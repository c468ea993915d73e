import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attachStage, type AttachStage, shownDuring } from './attachStage.ts';

describe('Attaching by hand', () => {
  let stage: AttachStage;

  before(async () => {
    stage = await attachStage();
  });

  beforeEach(() => stage.composer.asked(stage.composer.question));

  after(() => stage.end());

  describe('by drag and drop', () => {
    const outside = (): vscode.Uri => vscode.Uri.joinPath(stage.root, '../..', `dropped-${process.pid}.txt`);
    const drop = async (...uris: readonly string[]): Promise<void> =>
      stage.context.handlers.drop({ type: 'drop', uris: uris.join('\n') });

    it('attaches files of the workspace', async () => {
      assert.deepEqual(
        await shownDuring(() => drop(stage.file('src/a.ts').toString(), stage.file('src/订单.ts').toString())),
        [],
      );
      assert.equal(stage.attached().length, 2);
    });

    it('accepts only files, not commands, web pages or editor settings', async () => {
      for (const uri of [
        'command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D',
        'https://evil.example/a.txt',
        'vscode-userdata:/User/settings.json',
        'untitled:a',
        'data:text/plain,x',
        'wenxin-context:/x',
        '/etc/passwd',
        'not an address',
        '',
      ]) {
        assert.deepEqual(await shownDuring(() => drop(uri), 'Attach'), [
          'Only files and folders can be attached this way.',
        ]);
      }
      assert.deepEqual(stage.attached(), []);
    });

    it('attaches nothing whose path leads out of the workspace', async () => {
      await vscode.workspace.fs.writeFile(outside(), Buffer.from('abc'));
      for (const up of ['../..', '%2e%2e/%2E%2E', '..%5c..']) {
        const uri = `${stage.root.toString()}/${up}/dropped-${process.pid}.txt`;
        await shownDuring(() => drop(uri), 'Attach');
        assert.deepEqual(stage.attached(), [], up);
      }
      await vscode.workspace.fs.delete(outside());
    });

    it('attaches no file that does not exist', async () => {
      assert.deepEqual(await shownDuring(() => drop(stage.file('nowhere.txt').toString())), [
        '“nowhere.txt” cannot be read.',
      ]);
    });

    it('asks before it attaches a file outside the workspace', async () => {
      await vscode.workspace.fs.writeFile(outside(), Buffer.from('abc'));
      const message = 'This file is not in the workspace. Attach it?';
      const both = (): Promise<void> => drop(outside().toString(), stage.file('src/a.ts').toString());
      assert.deepEqual(await shownDuring(both), [message]);
      assert.equal(stage.only().path, 'context/src/a.ts');
      assert.deepEqual(await shownDuring(both, 'Attach'), [message]);
      assert.deepEqual(
        stage.attached().map(({ path }) => path),
        ['context/src/a.ts', `dropped-${process.pid}.txt`],
      );
      await vscode.workspace.fs.delete(outside());
    });

    it('attaches no file that may hold secrets without asking, however its path is written', async () => {
      const secret = stage.file('src/.env').toString();
      const question = '.env looks like it holds secrets. Ask about it anyway?';
      for (const [uri, message] of [
        [secret, question],
        [`${secret}#x`, question],
        [`${stage.file('src').toString()}/x/../.env`, 'Only files and folders can be attached this way.'],
        [`${stage.file('src').toString()}/./.env`, question],
      ] as const) {
        assert.deepEqual(await shownDuring(() => drop(uri)), [message], uri);
      }
      assert.deepEqual(stage.attached(), []);
    });

    it('attaches the text of a file without a URI under its base name', async () => {
      await stage.context.handlers.dropText({ type: 'dropText', name: '../../etc/notes.txt', text: 'hello\n' });
      assert.deepEqual([stage.only().path, stage.only().uri], ['notes.txt', undefined]);
      assert.deepEqual(
        await shownDuring(async () => stage.context.handlers.dropText({ type: 'dropText', name: '.env', text: 'A=1' })),
        ['.env looks like it holds secrets. Ask about it anyway?'],
      );
    });

    it('says that a folder or a file that is too large cannot be attached', async () => {
      assert.deepEqual(
        await shownDuring(async () => stage.context.handlers.dropRefused({ type: 'dropRefused', name: 'large.log' })),
        ['“large.log” cannot be attached: it is a folder, or larger than 1 MB.'],
      );
      assert.deepEqual(stage.attached(), []);
    });
  });

  describe('after typing @', () => {
    const find = (query: string) => stage.context.suggestions.find(query);

    it('lists the kinds of attachments before anything else is typed', async () => {
      await vscode.window.showTextDocument(stage.file('src/a.ts'));
      const kinds = (await find('')).map(({ id }) => id);
      assert.deepEqual(
        kinds.filter(id => id !== 'problems' && id !== 'terminal' && id !== 'changes'),
        ['selection', 'file', 'folder', 'symbol'],
      );
    });

    it('finds kinds and files by name, but no secret or ignored file', async () => {
      assert.equal((await find('fold'))[0]?.label, 'Folder...');
      const [chinese] = await find('订单');
      assert.deepEqual([chinese?.label, chinese?.description, chinese?.icon], ['订单.ts', 'context/src', 'file']);
      for (const query of ['.env', 'mine.local', 'customers', 'out.js']) {
        assert.deepEqual(
          (await find(query)).filter(({ description }) => description.startsWith('context')),
          [],
          query,
        );
      }
    });

    it('attaches only what was suggested, whatever the page sends', async () => {
      const [chinese] = await find('订单');
      // The kind `file` exists, but does not match what was typed.
      for (const id of ['file', '', '../../etc/passwd', 'constructor', 'file 99 1']) {
        await stage.context.suggestions.take(id);
      }
      assert.deepEqual(stage.attached(), []);
      await stage.context.suggestions.take(chinese?.id ?? '');
      assert.equal(stage.only().path, 'context/src/订单.ts');
    });
  });
});
