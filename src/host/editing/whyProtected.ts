import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type ProtectedBecause, protectedBecause } from '../../core/code/protectedPath.ts';

/**
 * Returns why the user must type a file's name before it is changed or created.
 *
 * @param place real path with all links resolved; missing where there is none.
 */
export async function whyProtected(uri: vscode.Uri, place?: string): Promise<ProtectedBecause | undefined> {
  return lexically(uri) ?? (place === undefined ? undefined : behindLinks(place));
}

function roots(): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

function lexically(uri: vscode.Uri): ProtectedBecause | undefined {
  const same = roots().filter(({ scheme, authority }) => scheme === uri.scheme && authority === uri.authority);
  const isFile = uri.scheme === 'file';
  return protectedBecause(
    isFile ? uri.fsPath : uri.path,
    same.map(root => (isFile ? root.fsPath : root.path)),
  );
}

async function behindLinks(place: string): Promise<ProtectedBecause | undefined> {
  const files = roots().filter(({ scheme }) => scheme === 'file');
  const real = await Promise.all(files.map(({ fsPath }) => realpath(fsPath).catch(() => fsPath)));
  return protectedBecause(place, real);
}
