import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ProtectedBecause } from '../../core/code/protectedPath.ts';
import { withLineFeeds } from '../../core/code/findCode.ts';
import { whyProtected } from './whyProtected.ts';

/** A file to be changed, in its current state. */
export interface TargetFile {
  readonly document: vscode.TextDocument;
  readonly name: string;
  /** Real path, with all links resolved; the URI where there is none. */
  readonly place: string;
  /** Why the user must type the file's name to confirm. */
  readonly because: ProtectedBecause | undefined;
}

/** A file that cannot be changed, with the reason as a sentence for the user. */
export interface Unchangeable {
  readonly problem: string;
}

/** Inspects a file to be changed. Call it again just before the change to detect changes in between. */
export async function targetFile(uri: vscode.Uri): Promise<TargetFile | Unchangeable> {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  if (uri.scheme === 'untitled') return untitled(uri, name);
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return readOnly(name);
  const stats = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
  if (stats === undefined) return { problem: vscode.l10n.t('“{name}” does not exist any more.', { name }) };
  if (stats.permissions === vscode.FilePermission.Readonly) return readOnly(name);
  const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
  if (document === undefined || document.getText().includes('\0')) {
    return {
      problem: vscode.l10n.t('“{name}” is not text, or too large for VS Code to give it to extensions.', { name }),
    };
  }
  if (uri.scheme !== 'file') return { document, name, place: uri.toString(), because: await whyProtected(uri) };
  if (!(await isWritable(uri.fsPath))) return readOnly(name);
  const place = await realpath(uri.fsPath);
  return { document, name, place, because: await whyProtected(uri, place) };
}

/** Checks whether a document without unsaved changes matches the disk; VS Code's file watcher reports changes late. */
export async function isAsOnDisk(document: vscode.TextDocument): Promise<boolean> {
  if (document.isDirty || document.isUntitled) return true;
  const bytes = await vscode.workspace.fs.readFile(document.uri);
  const text = await vscode.workspace.decode(bytes, { encoding: document.encoding });
  return withLineFeeds(text) === withLineFeeds(document.getText());
}

async function untitled(uri: vscode.Uri, name: string): Promise<TargetFile | Unchangeable> {
  const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
  if (document === undefined) return { problem: vscode.l10n.t('“{name}” does not exist any more.', { name }) };
  return Promise.resolve({ document, name, place: uri.toString(), because: undefined });
}

function readOnly(name: string): Unchangeable {
  return { problem: vscode.l10n.t('“{name}” cannot be changed: it is read-only.', { name }) };
}

/** Checks the mode bits too: for root, `access` succeeds on read-only files. */
async function isWritable(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o222) === 0) return false;
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
