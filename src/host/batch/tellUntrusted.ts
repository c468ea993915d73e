import * as vscode from 'vscode';

/** Says why a batch is refused in Restricted Mode. */
export async function tellUntrusted(): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Batches run only in a folder that you trust.'),
    trust,
  );
  if (chosen === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}
