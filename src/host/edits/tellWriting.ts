import * as vscode from 'vscode';

/** Tells the user that an edit is still being written and cannot be decided yet. */
export function tellWriting(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The edit is still being written.'));
}
