import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickCode } from '../../src/host/commands/pickCode.ts';

async function open(content: string, language: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language }));
}

describe('The code to ask about', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is exactly what is selected, with the lines a person sees selected', async () => {
    const editor = await open('一\n\tlet a = "二";\n三\n', 'typescript');
    editor.selection = new vscode.Selection(1, 0, 2, 0);
    const code = (await pickCode())?.attachment;
    assert.deepEqual(
      { text: code?.text, startLine: code?.startLine, endLine: code?.endLine, languageId: code?.languageId },
      { text: '\tlet a = "二";\n', startLine: 2, endLine: 2, languageId: 'typescript' },
    );
  });

  it('is the same whichever way it was selected', async () => {
    const editor = await open('a\nb\nc', 'python');
    editor.selection = new vscode.Selection(2, 1, 0, 0);
    const code = (await pickCode())?.attachment;
    assert.deepEqual([code?.text, code?.startLine, code?.endLine], ['a\nb\nc', 1, 3]);
  });

  it('tells the path within the workspace, and nothing of the folders above it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'README.md');
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 0, 0, 3);
    assert.equal((await pickCode())?.attachment.path, 'README.md');

    const outside = vscode.Uri.joinPath(folder.uri, '..', `outside-${process.pid}.txt`);
    await vscode.workspace.fs.writeFile(outside, Buffer.from('abc'));
    const other = await vscode.window.showTextDocument(outside);
    other.selection = new vscode.Selection(0, 0, 0, 3);
    assert.equal((await pickCode())?.attachment.path, `outside-${process.pid}.txt`);
    await vscode.workspace.fs.delete(outside);
  });

  it('is nothing when only white space is selected', async () => {
    const editor = await open('   \n  ', 'plaintext');
    editor.selection = new vscode.Selection(0, 0, 1, 2);
    assert.equal(await pickCode(), undefined);
  });
});
