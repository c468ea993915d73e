import * as vscode from 'vscode';
import type { BatchPrompt } from './batchPrompt.ts';

/** What each question is about, and what happens with its answer. */
export interface WayOfAsking {
  readonly isByFunction: boolean;
  readonly isEdit: boolean;
}

/**
 * Asks whether the prompt is about files or functions, and whether the answers are texts or changes; the prompt's
 * default comes first.
 */
export async function pickWayOfAsking({ isEdit, title }: BatchPrompt, files: number): Promise<WayOfAsking | undefined> {
  const about = (isByFunction: boolean): string =>
    isByFunction ? vscode.l10n.t('Each Function') : vscode.l10n.t('Each File ({count})', { count: String(files) });
  const item = (isByFunction: boolean, changes: boolean): vscode.QuickPickItem & WayOfAsking => ({
    label: about(isByFunction),
    description: changes
      ? vscode.l10n.t('answers are changes, which you review file by file')
      : vscode.l10n.t('answers are collected; no file is changed'),
    iconPath: new vscode.ThemeIcon(changes ? 'diff' : 'note'),
    isByFunction,
    isEdit: changes,
  });
  return vscode.window.showQuickPick(
    [item(false, isEdit), item(true, isEdit), item(false, !isEdit), item(true, !isEdit)],
    { title, placeHolder: vscode.l10n.t('What is one question about?'), ignoreFocusOut: true },
  );
}
