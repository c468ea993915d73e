import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';

/** Reports that the team cache does not respond. Questions work without it, so the user does not have to act. */
export async function tellTeamCacheDown(): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  const setUp = vscode.l10n.t('Set Up Team Cache...');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The team cache (Redis) is not available; the local cache is used. Asking is not affected.'),
    log,
    setUp,
  );
  if (choice === log) await vscode.commands.executeCommand(COMMANDS.showLog);
  if (choice === setUp) await vscode.commands.executeCommand(COMMANDS.setTeamCache);
}
