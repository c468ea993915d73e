import * as vscode from 'vscode';
import { ABOUT_PROBLEMS } from '../commands/reportedProblems.ts';
import { COMMANDS } from '../ids.ts';

const UNDERSTAND = vscode.CodeActionKind.Empty.append('wenxin');
const REWRITE = vscode.CodeActionKind.RefactorRewrite.append('wenxin');

/**
 * Code actions in the light bulb, for selected code and for diagnostics. Nothing is sent before the user chooses one.
 */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, REWRITE, UNDERSTAND],
  };

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const hasText = !range.isEmpty && document.getText(range).trim() !== '';
    const [first, ...others] = diagnostics.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
    return [
      ...(first ? quickFixes(document, [first, ...others], hasText ? range : first.range.start) : []),
      ...(hasText ? onSelection(range) : []),
    ];
  }
}

function onSelection(range: vscode.Range): vscode.CodeAction[] {
  return [
    action(vscode.l10n.t('Explain Selection with Wenxin'), UNDERSTAND, COMMANDS.explainSelection, [range]),
    action(vscode.l10n.t('Review with Wenxin'), UNDERSTAND, COMMANDS.reviewSelection, [range]),
    action(vscode.l10n.t('Refactor with Wenxin'), REWRITE, COMMANDS.refactorSelection, [range]),
    ...(vscode.workspace.isTrusted ? edits(range) : []),
  ];
}

/** Actions that write to files after the user has reviewed the edit. */
function edits(range: vscode.Range): vscode.CodeAction[] {
  return [
    action(vscode.l10n.t('Document with Wenxin'), REWRITE, COMMANDS.documentSelection, [range]),
    action(vscode.l10n.t('Generate Tests with Wenxin'), REWRITE, COMMANDS.testSelection, [range]),
    action(vscode.l10n.t('Edit with Wenxin...'), REWRITE, COMMANDS.editSelection, [range]),
  ];
}

/** In an untrusted workspace, fixes are proposed in the chat instead of as an edit. */
function quickFixes(
  { uri }: vscode.TextDocument,
  problems: vscode.Diagnostic[],
  place: vscode.Range | vscode.Position,
): vscode.CodeAction[] {
  const kind = vscode.CodeActionKind.QuickFix;
  const fix = vscode.l10n.t('Fix with Wenxin');
  const fixes = [
    vscode.workspace.isTrusted
      ? action(fix, kind, COMMANDS.fixProblem, [place, uri])
      : action(fix, kind, COMMANDS.fixSelection, [place]),
    action(vscode.l10n.t('Explain with Wenxin'), kind, COMMANDS.explainSelection, [place, ABOUT_PROBLEMS]),
  ];
  for (const each of fixes) each.diagnostics = problems;
  return fixes;
}

function action(
  title: string,
  kind: vscode.CodeActionKind,
  command: string,
  given: readonly unknown[],
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, kind);
  made.command = { command, title, arguments: [...given] };
  return made;
}
