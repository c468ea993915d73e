import * as vscode from 'vscode';

/** Explains what is disabled in an untrusted workspace, by default changes to files, and offers to manage the trust. */
export async function tellUntrusted(
  message = vscode.l10n.t('Code is applied to files only in a folder that you trust.'),
): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(message, trust);
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
