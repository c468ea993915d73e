import * as vscode from 'vscode';

/** Says that files are not changed in a folder that nobody vouches for, and leads to where that is done. */
export async function tellUntrusted(): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Code is applied to files only in a folder that you trust.'),
    trust,
  );
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
