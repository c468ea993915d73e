import * as vscode from 'vscode';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { isIgnoredByGit } from './ignoredByGit.ts';

/** Whether code may be taken from a file. One that holds secrets by its name, or that Git ignores, is asked about first. */
export async function mayTakeFrom(uri: vscode.Uri): Promise<boolean> {
  const message = await whyToAsk(uri);
  if (message === undefined) return true;
  const ask = vscode.l10n.t('Ask');
  const detail = vscode.l10n.t('What you ask about leaves this computer.');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, ask)) === ask;
}

async function whyToAsk(uri: vscode.Uri): Promise<string | undefined> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (isSecretFile(uri.path))
    return vscode.l10n.t('{name} looks like it holds secrets. Ask about it all the same?', { name });
  if (await isIgnoredByGit(uri)) return vscode.l10n.t('{name} is ignored by Git. Ask about it all the same?', { name });
  return undefined;
}
