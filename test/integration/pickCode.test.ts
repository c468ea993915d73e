import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickCode, type PickedCode } from '../../src/host/commands/pickCode.ts';
import { replaced } from './replaced.ts';
import { shownDuring } from './attachStage.ts';
import { selectIn } from './selectIn.ts';

async function open(content: string, language: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

describe('The code to ask about', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is exactly the selected text, with the line numbers that the user sees selected', async () => {
    const editor = await open('一\n\tlet a = "二";\n三\n', 'typescript');
    await selectIn(editor, new vscode.Selection(1, 0, 2, 0));
    const code = (await pickCode())?.attachment;
    assert.deepEqual(
      { text: code?.text, startLine: code?.startLine, endLine: code?.endLine, languageId: code?.languageId },
      { text: '\tlet a = "二";\n', startLine: 2, endLine: 2, languageId: 'typescript' },
    );
  });

  it('records its file, and whether it is the whole file', async () => {
    const editor = await open('a\nb', 'python');
    await selectIn(editor, new vscode.Selection(0, 0, 1, 1));
    const whole = (await pickCode())?.attachment;
    assert.deepEqual([whole?.uri, whole?.isWholeFile], [editor.document.uri.toString(), true]);
    await selectIn(editor, new vscode.Selection(0, 0, 1, 0));
    assert.equal((await pickCode())?.attachment.isWholeFile, undefined);
  });

  it('is the same for a selection made backwards', async () => {
    const editor = await open('a\nb\nc', 'python');
    await selectIn(editor, new vscode.Selection(2, 1, 0, 0));
    const code = (await pickCode())?.attachment;
    assert.deepEqual([code?.text, code?.startLine, code?.endLine], ['a\nb\nc', 1, 3]);
  });

  it('has its path within the workspace, and only the file name outside it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'README.md');
    const editor = await vscode.window.showTextDocument(file);
    await selectIn(editor, new vscode.Selection(0, 0, 0, 3));
    assert.equal((await pickCode())?.attachment.path, 'README.md');

    const outside = vscode.Uri.joinPath(folder.uri, '..', `outside-${process.pid}.txt`);
    await vscode.workspace.fs.writeFile(outside, Buffer.from('abc'));
    const other = await vscode.window.showTextDocument(outside);
    await selectIn(other, new vscode.Selection(0, 0, 0, 3));
    assert.equal((await pickCode())?.attachment.path, `outside-${process.pid}.txt`);
    await vscode.workspace.fs.delete(outside);
  });

  it('is offered with the description of the caller when nothing is selected', async () => {
    const editor = await open('let a = 1;\n', 'plaintext');
    await selectIn(editor, new vscode.Selection(0, 0, 0, 0));
    const seen: (string | undefined)[] = [];
    const pick = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
      seen.push(...items.map(({ description }) => description));
      return Promise.resolve(items[0]);
    };
    await replaced(vscode.window, 'showQuickPick', pick as unknown as typeof vscode.window.showQuickPick, async () => {
      assert.equal((await pickCode())?.attachment.text, 'let a = 1;\n');
      await pickCode(undefined, ({ attachment }) => `costs ${attachment.text.length}`);
    });
    assert.match(seen[0] ?? '', /^about \d+ tokens$/);
    assert.deepEqual(seen.slice(1), ['costs 11']);
  });

  it('is nothing when only white space is selected', async () => {
    const editor = await open('   \n  ', 'plaintext');
    await selectIn(editor, new vscode.Selection(0, 0, 1, 2));
    assert.equal(await pickCode(), undefined);
  });

  describe('in a file that may be private', () => {
    const files = new Map<string, string>([
      ['ignored/.gitignore', '*.local.ts\n!kept.local.ts\nbuild/\n'],
      ['ignored/a.local.ts', 'const a = 1;'],
      ['ignored/kept.local.ts', 'const a = 1;'],
      ['ignored/build/deep/out.ts', 'const a = 1;'],
      ['ignored/build/deep/.gitignore', '!out.ts'],
      ['ignored/a.ts', 'const a = 1;'],
      ['ignored/.env', 'A=1'],
      ['ignored/.env.example', 'A=1'],
    ]);
    let folder: vscode.Uri;

    before(async () => {
      folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
      for (const [path, text] of files) {
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), Buffer.from(text));
      }
    });

    after(() => vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'ignored'), { recursive: true }));

    async function select(path: string): Promise<void> {
      const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, path));
      await selectIn(editor, new vscode.Selection(0, 0, 0, 3));
    }

    for (const [path, message] of [
      ['ignored/a.local.ts', 'a.local.ts is ignored by Git. Ask about it anyway?'],
      ['ignored/build/deep/out.ts', 'out.ts is ignored by Git. Ask about it anyway?'],
      ['ignored/.env', '.env looks like it holds secrets. Ask about it anyway?'],
    ] as const) {
      it(`is taken from ${path} only when the person says so`, async () => {
        await select(path);
        const picked: (PickedCode | undefined)[] = [];
        const pick = async (): Promise<unknown> => picked.push(await pickCode());
        assert.deepEqual([...(await shownDuring(pick)), ...(await shownDuring(pick, 'Ask'))], [message, message]);
        assert.deepEqual(
          picked.map(code => code?.attachment.text),
          [undefined, files.get(path)?.slice(0, 3)],
        );
      });
    }

    for (const path of ['ignored/a.ts', 'ignored/kept.local.ts', 'ignored/.env.example']) {
      it(`is taken from ${path} without a question`, async () => {
        await select(path);
        assert.deepEqual(await shownDuring(async () => assert.ok(await pickCode())), []);
      });
    }

    it('is checked outside the workspace by file name only, not against ignore files', async () => {
      const outside = vscode.Uri.joinPath(folder, '..', `outside-${process.pid}`);
      for (const [name, text] of [
        ['.gitignore', '*'],
        ['a.ts', 'abc'],
        ['server.pem', 'abc'],
      ] as const) {
        await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(outside, name), Buffer.from(text));
      }
      await select(`../outside-${process.pid}/a.ts`);
      assert.deepEqual(await shownDuring(async () => assert.ok(await pickCode())), []);
      await select(`../outside-${process.pid}/server.pem`);
      assert.deepEqual(await shownDuring(pickCode), ['server.pem looks like it holds secrets. Ask about it anyway?']);
      await vscode.workspace.fs.delete(outside, { recursive: true });
    });
  });

  describe('that cannot be asked about', () => {
    const NOT_TEXT = 'This file is not text, so there is nothing to ask about.';
    let folder: vscode.Uri;

    before(() => {
      folder = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), 'odd');
    });

    after(() => vscode.workspace.fs.delete(folder, { recursive: true }));

    /** Opens a file with these contents as a click does, and returns the messages of `pickCode`. */
    async function saidAbout(name: string, contents: Uint8Array): Promise<string[]> {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const file = vscode.Uri.joinPath(folder, name);
      await vscode.workspace.fs.writeFile(file, contents);
      await vscode.commands.executeCommand('vscode.open', file);
      return shownDuring(async () => assert.equal(await pickCode(), undefined));
    }

    it('is reported as not text when VS Code does not open a binary file in an editor', async () => {
      assert.deepEqual(await saidAbout('program.bin', Buffer.from([0x7f, 0x45, 0, 0, 1, 0, 2, 0])), [NOT_TEXT]);
    });

    it('is reported as not text when an image is shown', async () => {
      const picture = vscode.Uri.file(`${__dirname}/../../../media/icon.png`);
      assert.deepEqual(await saidAbout('icon.png', await vscode.workspace.fs.readFile(picture)), [NOT_TEXT]);
    });

    it('is reported as missing when nothing is open', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(await shownDuring(pickCode), ['Open a file and select the code to ask about.']);
    });

    it('is reported as too much when it is longer than any model takes', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const file = vscode.Uri.joinPath(folder, 'long.txt');
      await vscode.workspace.fs.writeFile(file, Buffer.from('some words\n'.repeat(450_000)));
      const editor = await vscode.window.showTextDocument(file);
      await selectIn(editor, new vscode.Selection(0, 0, 450_000, 0));
      assert.deepEqual(await shownDuring(pickCode), [
        'This is 5.0 MB of text, more than a model takes. Nothing was sent: select the part to ask about.',
      ]);
      await selectIn(editor, new vscode.Selection(0, 0, 10, 0));
      assert.deepEqual(await shownDuring(async () => assert.ok(await pickCode())), []);
    });

    it('is reported as too large when VS Code withholds the text of the file from extensions', async () => {
      assert.deepEqual(await saidAbout('huge.txt', Buffer.alloc(51 * 1024 * 1024, 'some words\n')), [
        'This file is too large for VS Code to give its text to extensions.',
      ]);
    });
  });
});
