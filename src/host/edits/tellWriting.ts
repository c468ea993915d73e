import * as vscode from 'vscode';

/** Says why nothing can be decided about an edit yet. */
export function tellWriting(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The edit is still being written.'));
}
