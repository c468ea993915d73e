import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { droppedUris } from './droppedUris.ts';
import { parsedUri } from './parsedUri.ts';
import { takeFile } from './takeFile.ts';

/**
 * Attaches the files and folders whose URIs are in a text. The text comes from the page and is untrusted: only existing
 * files are attached, and those outside the workspace only after asking.
 */
export async function takeDropped(text: string, attach: (attachment: Attachment) => Promise<void>): Promise<void> {
  const uris = droppedUris(text).flatMap(asFile);
  if (uris.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Only files and folders can be attached this way.'));
    return;
  }
  const outside = uris.filter(uri => vscode.workspace.getWorkspaceFolder(uri) === undefined);
  const isAllowed = outside.length === 0 || (await mayLeaveWorkspace(outside));
  for (const uri of isAllowed ? uris : uris.filter(each => !outside.includes(each))) {
    const attachment = await takeFile(uri);
    if (attachment) await attach(attachment);
  }
}

/** Parses the URI of a file on this computer or in the workspace's file system; returns an empty list for any other. */
function asFile(address: string): vscode.Uri[] {
  const uri = parsedUri(address);
  if (uri === undefined || uri.query !== '' || goesUp(uri.path)) return [];
  const isOwn = vscode.workspace.workspaceFolders?.some(
    folder => folder.uri.scheme === uri.scheme && folder.uri.authority === uri.authority,
  );
  return uri.scheme === 'file' || isOwn ? [uri.with({ fragment: '' })] : [];
}

/** VS Code does not resolve `..` when it looks up a file's workspace folder; the file system does. */
function goesUp(path: string): boolean {
  return path.split(/[/\\]/).includes('..');
}

async function mayLeaveWorkspace(outside: readonly vscode.Uri[]): Promise<boolean> {
  const attach = vscode.l10n.t('Attach');
  const message =
    outside.length === 1
      ? vscode.l10n.t('This file is not in the workspace. Attach it?')
      : vscode.l10n.t('{count} files are not in the workspace. Attach them?', { count: outside.length });
  const detail = outside.map(uri => uri.fsPath).join('\n');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, attach)) === attach;
}
