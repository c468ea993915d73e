import * as vscode from 'vscode';

/** Returns the key for this window's conversations; empty when no folder is open. */
export function workspaceKey(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  // The URI of an unsaved workspace differs each time.
  const file = workspaceFile?.scheme === 'untitled' ? undefined : workspaceFile;
  return (file ?? workspaceFolders?.[0]?.uri)?.toString() ?? '';
}

/** Returns a workspace's name from its key; empty when no folder was open. */
export function workspaceName(key: string): string {
  if (key === '') return '';
  const { path } = vscode.Uri.parse(key);
  const name = path.slice(path.lastIndexOf('/', path.length - 2) + 1).replace(/\/$/, '');
  return name.replace(/\.code-workspace$/, '') || key;
}
