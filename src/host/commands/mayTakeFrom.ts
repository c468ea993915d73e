import * as vscode from 'vscode';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { hidesOwnFiles } from '../configuration.ts';
import { ignoredBy } from './ignoredBy.ts';

/** Whether text may be taken from a file. One that may hold secrets, or that somebody wants left alone, is asked about first. */
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
    return vscode.l10n.t('{name} looks like it holds secrets. Ask about it anyway?', { name });
  switch (await ignoredBy(uri)) {
    case '.gitignore':
      return vscode.l10n.t('{name} is ignored by Git. Ask about it anyway?', { name });
    case '.wenxinignore':
      return vscode.l10n.t('{name} is named in {list}. Ask about it anyway?', { name, list: '.wenxinignore' });
    case undefined:
      return (await isExcluded(uri))
        ? vscode.l10n.t('{name} is hidden by the setting {setting}. Ask about it anyway?', {
            name,
            setting: 'files.exclude',
          })
        : undefined;
  }
}

/** Whether the person's setting hides a file of the workspace. VS Code's search leaves out just those. */
async function isExcluded(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || uri.scheme !== 'file' || !hidesOwnFiles(uri)) return false;
  const path = uri.path.slice(folder.uri.path.length).replace(/^\//, '');
  const exactly = path.replace(/[[\]{}*?]/g, '[$&]');
  const [shown] = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, exactly), undefined, 1);
  // A file that is not on disk is not found either.
  return (
    shown === undefined &&
    (await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ))
  );
}
