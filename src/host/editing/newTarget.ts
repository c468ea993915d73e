import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ProtectedBecause } from '../../core/code/protectedPath.ts';
import type { Unchangeable } from './targetFile.ts';
import { whyProtected } from './whyProtected.ts';

/** A file that shall be made. */
export interface NewTarget {
  readonly name: string;
  /** Where it will really be, behind the links of its folders; the address as it is where that cannot be told. */
  readonly place: string;
  /** Why a click is not enough. */
  readonly because: ProtectedBecause | undefined;
}

/** Looks at the place of a file that shall be made. Looked at again just before it is, it tells what happened since. */
export async function newTarget(uri: vscode.Uri): Promise<NewTarget | Unchangeable> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (await isThere(uri)) return { problem: vscode.l10n.t('“{name}” exists already.', { name }) };
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) {
    return { problem: vscode.l10n.t('“{name}” cannot be changed: it is read-only.', { name }) };
  }
  if (uri.scheme !== 'file') return { name, place: uri.toString(), because: await whyProtected(uri) };
  const place = await realPlace(uri.fsPath);
  return { name, place, because: await whyProtected(uri, place) };
}

/** A link that leads nowhere is there, too: what is written to it would be written where it leads. */
async function isThere(uri: vscode.Uri): Promise<boolean> {
  const looking: PromiseLike<unknown> = uri.scheme === 'file' ? lstat(uri.fsPath) : vscode.workspace.fs.stat(uri);
  return looking.then(
    () => true,
    () => false,
  );
}

/** Folders that are not there yet are made below the last one that is. */
async function realPlace(path: string): Promise<string> {
  const folder = dirname(path);
  if (folder === path) return path;
  const real = await realpath(folder).catch(() => realPlace(folder));
  return join(real, basename(path));
}
