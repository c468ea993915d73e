import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ProtectedBecause } from '../../core/code/protectedPath.ts';
import type { Unchangeable } from './targetFile.ts';
import { whyProtected } from './whyProtected.ts';

/** A file to be created. */
export interface NewTarget {
  readonly name: string;
  /** Real path, with the links of its folders resolved; the URI where there is none. */
  readonly place: string;
  /** Why the user must type the file's name to confirm. */
  readonly because: ProtectedBecause | undefined;
}

/** Inspects the location of a file to be created. Call it again just before creation to detect changes in between. */
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

/** A dangling link counts as existing: writing to it would write to its target. */
async function isThere(uri: vscode.Uri): Promise<boolean> {
  const looking: PromiseLike<unknown> = uri.scheme === 'file' ? lstat(uri.fsPath) : vscode.workspace.fs.stat(uri);
  return looking.then(
    () => true,
    () => false,
  );
}

/** Resolves the nearest existing ancestor folder; missing folders will be created below it. */
async function realPlace(path: string): Promise<string> {
  const folder = dirname(path);
  if (folder === path) return path;
  const real = await realpath(folder).catch(() => realPlace(folder));
  return join(real, basename(path));
}
