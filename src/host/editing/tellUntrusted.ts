import * as vscode from 'vscode';

/** Says what is not done in a folder that nobody vouches for, by default that files are changed, and leads to where that is done. */
export async function tellUntrusted(
  message = vscode.l10n.t('Code is applied to files only in a folder that you trust.'),
): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(message, trust);
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
