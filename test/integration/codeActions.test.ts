import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { NewQuestion } from '../../src/core/conversation/nextTurn.ts';
import { pickCode } from '../../src/host/commands/pickCode.ts';
import { selectionCommand } from '../../src/host/commands/selectionCommand.ts';
import { CodeActions } from '../../src/host/editing/codeActions.ts';
import { COMMANDS } from '../../src/host/ids.ts';

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

  function whileUntrusted<T>(run: () => T): T {
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted') ?? {};
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...trusted, get: () => false });
    try {
      return run();
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
  }

  it('offers nothing without a selection or a problem', () => {
    assert.deepEqual(titles(new vscode.Range(3, 1, 3, 1)), []);
    assert.deepEqual(titles(new vscode.Range(3, 1, 3, 1), [problem(vscode.DiagnosticSeverity.Hint)]), []);
  });

  it('offers the commands for selected code', () => {
    assert.deepEqual(titles(new vscode.Range(3, 0, 4, 0)), [
      'Explain Selection with Wenxin',
      'Review with Wenxin',
      'Refactor with Wenxin',
      'Document with Wenxin',
      'Generate Tests with Wenxin',
      'Edit with Wenxin...',
    ]);
  });

  it('offers only chat commands in an untrusted folder', () => {
    const offered = whileUntrusted(() =>
      actions(new vscode.Range(3, 0, 4, 0), [problem(vscode.DiagnosticSeverity.Error)]),
    );
    assert.deepEqual(
      offered.map(({ command }) => command?.command),
      [
        COMMANDS.fixSelection,
        COMMANDS.explainSelection,
        COMMANDS.explainSelection,
        COMMANDS.reviewSelection,
        COMMANDS.refactorSelection,
      ],
    );
  });

  it('offers only commands that exist', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const offer = (): string[] =>
      actions(new vscode.Range(3, 0, 4, 0), [problem(vscode.DiagnosticSeverity.Error)]).map(
        ({ command }) => command?.command ?? 'none',
      );
    const all = [...offer(), ...whileUntrusted(offer)];
    assert.equal(all.length, 8 + 5);
    assert.deepEqual(
      all.filter(id => !registered.has(id)),
      [],
    );
  });

  it('offers to fix and to explain a problem, but not as preferred actions', () => {
    const offered = actions(new vscode.Range(20, 1, 20, 1), [problem(vscode.DiagnosticSeverity.Error)]);
    assert.deepEqual(
      offered.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
      [
        ['Fix with Wenxin', false],
        ['Explain with Wenxin', false],
      ],
    );
  });

  it('asks for an explanation of the problem, not only of the code around it', async () => {
    const problems = vscode.languages.createDiagnosticCollection('light bulb');
    problems.set(document.uri, [problem(vscode.DiagnosticSeverity.Error)]);
    const [, explain] = actions(new vscode.Range(20, 1, 20, 1), [problem(vscode.DiagnosticSeverity.Error)]);
    const asked: NewQuestion[] = [];
    const ask = (question: NewQuestion): Promise<void> => Promise.resolve(void asked.push(question));
    const run = selectionCommand(
      'explain',
      ask,
      () => 'en',
      () => '',
    );
    const given: unknown[] = explain?.command?.arguments ?? [];
    await run(...given);
    assert.equal(asked[0]?.question, 'Explain this problem: wrong');
    assert.match(asked[0].prompt, /<problems>\nline 21: error: wrong\n<\/problems>\n\nExplain the reported problems/);
    problems.clear();
    await run(...given);
    assert.equal(asked[1]?.question, 'Explain this code', 'the problem is gone meanwhile');
    await run(given[0]);
    assert.equal(asked[2]?.question, 'Explain this code');
    problems.dispose();
  });

  it('uses the lines around a problem when no function is known', async () => {
    const picked = await pickCode(new vscode.Position(20, 0));
    assert.deepEqual([picked?.attachment.startLine, picked?.attachment.endLine], [11, 31]);
  });

  it('is registered in VS Code', async () => {
    const offered = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(3, 0, 4, 0),
    );
    const ours = offered.filter(({ title }) => title.endsWith('with Wenxin'));
    assert.equal(ours.length, 5);
    assert.ok(offered.some(({ title }) => title === 'Edit with Wenxin...'));
  });
});
