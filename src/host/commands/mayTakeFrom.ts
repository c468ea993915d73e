import * as vscode from 'vscode';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { hidesOwnFiles } from '../configuration.ts';
import { ignoredBy } from './ignoredBy.ts';

/** Returns whether text may be taken from a file. Asks first if the file may hold secrets, is ignored or is hidden. */
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

/** Returns whether the user's settings hide a file of the workspace: VS Code's search skips exactly those. */
async function isExcluded(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || uri.scheme !== 'file' || !hidesOwnFiles(uri)) return false;
  const path = uri.path.slice(folder.uri.path.length).replace(/^\//, '');
  const exactly = path.replace(/[[\]{}*?]/g, '[$&]');
  const [shown] = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, exactly), undefined, 1);
  // The search does not find a file that is not on disk either.
  return (
    shown === undefined &&
    (await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ))
  );
}
