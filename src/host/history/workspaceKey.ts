import * as vscode from 'vscode';

/** What conversations of this window are kept under; empty where no folder is open. */
export function workspaceKey(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  // A workspace that was never saved is called otherwise each time.
  const file = workspaceFile?.scheme === 'untitled' ? undefined : workspaceFile;
  return (file ?? workspaceFolders?.[0]?.uri)?.toString() ?? '';
}

/** The name of a workspace by its key; empty where no folder was open. */
export function workspaceName(key: string): string {
  if (key === '') return '';
  const { path } = vscode.Uri.parse(key);
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1).replace(/\/$/, '');
  return name.replace(/\.code-workspace$/, '') || key;
}
