import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickCode } from '../../src/host/commands/pickCode.ts';
import { CodeActions } from '../../src/host/editing/codeActions.ts';

const TEXT = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join('\n');

describe('The light bulb', () => {
  let document: vscode.TextDocument;

  before(async () => {
    document = await vscode.workspace.openTextDocument({ content: TEXT, language: 'plaintext' });
    await vscode.window.showTextDocument(document);
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const titles = (range: vscode.Range, diagnostics: vscode.Diagnostic[] = []): string[] =>
    actions(range, diagnostics).map(({ title }) => title);

  const actions = (range: vscode.Range, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] =>
    new CodeActions().provideCodeActions(document, range, {
      diagnostics,
      only: undefined,
      triggerKind: vscode.CodeActionTriggerKind.Automatic,
    });

  const problem = (severity: vscode.DiagnosticSeverity): vscode.Diagnostic =>
    new vscode.Diagnostic(new vscode.Range(20, 0, 20, 4), 'wrong', severity);

  it('offers nothing where nothing is selected and nothing is wrong', () => {
    assert.deepEqual(titles(new vscode.Range(3, 1, 3, 1)), []);
    assert.deepEqual(titles(new vscode.Range(3, 1, 3, 1), [problem(vscode.DiagnosticSeverity.Hint)]), []);
  });

  it('offers the commands for selected code', () => {
    assert.deepEqual(titles(new vscode.Range(3, 0, 4, 0)), [
      'Explain with Wenxin',
      'Review with Wenxin',
      'Refactor with Wenxin',
      'Document with Wenxin',
      'Generate Tests with Wenxin',
    ]);
  });

  it('offers to fix and to explain a problem, never as the preferred way', () => {
    const offered = actions(new vscode.Range(20, 1, 20, 1), [problem(vscode.DiagnosticSeverity.Error)]);
    assert.deepEqual(
      offered.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
      [
        ['Fix with Wenxin', false],
        ['Explain with Wenxin', false],
      ],
    );
  });

  it('takes the lines around a problem where no function is known', async () => {
    const picked = await pickCode(new vscode.Position(20, 0));
    assert.deepEqual([picked?.attachment.startLine, picked?.attachment.endLine], [11, 31]);
  });

  it('is there in VS Code itself, with commands that exist', async () => {
    const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(3, 0, 4, 0),
    );
    const ours = offered.filter(({ title }) => title.endsWith('with Wenxin'));
    assert.equal(ours.length, 5);
  });
});
