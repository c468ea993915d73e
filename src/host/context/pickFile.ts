import * as vscode from 'vscode';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** Enough for a list. */
const MAX_FILES = 50;

interface FileItem extends vscode.QuickPickItem {
  /** Missing for the entry that opens a file dialog. */
  readonly uri?: vscode.Uri;
}

/** Asks for a file: of the workspace by its name, or any other. */
export async function pickFile(files: WorkspaceFiles): Promise<vscode.Uri | undefined> {
  const pick = vscode.window.createQuickPick<FileItem>();
  pick.placeholder = vscode.l10n.t('Name of a file');
  let asked = '';
  const show = async (query: string): Promise<void> => {
    asked = query;
    pick.busy = true;
    const found = await files.find(query, MAX_FILES);
    if (asked !== query) return;
    pick.busy = false;
    // The items are already filtered; without this, VS Code would filter them again by its own rules.
    const items = found.map(uri => ({ ...itemOf(uri), alwaysShow: true }));
    const other = { label: vscode.l10n.t('Other File...'), iconPath: new vscode.ThemeIcon('folder-opened') };
    pick.items = [...items, { ...other, alwaysShow: true }];
  };
  pick.onDidChangeValue(show);
  try {
    const item = await new Promise<FileItem | undefined>(resolve => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void show('');
    });
    if (item === undefined || item.uri !== undefined) return item?.uri;
    return (await vscode.window.showOpenDialog({ openLabel: vscode.l10n.t('Attach') }))?.[0];
  } finally {
    pick.dispose();
  }
}

function itemOf(uri: vscode.Uri): FileItem {
  const path = vscode.workspace.asRelativePath(uri);
  const at = path.lastIndexOf('/');
  return {
    label: path.slice(at + 1),
    description: at < 0 ? '' : path.slice(0, at),
    iconPath: vscode.ThemeIcon.File,
    uri,
  };
}
