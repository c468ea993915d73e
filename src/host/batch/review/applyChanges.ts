import * as vscode from 'vscode';
import { smallestEdit } from '../../../core/code/smallestEdit.ts';
import { mayChange, mayEncode } from '../../editing/mayChange.ts';
import { isAsOnDisk, targetFile } from '../../editing/targetFile.ts';
import { changedText, type FileChange } from './fileChanges.ts';

/** The outcome of applying changes. */
export interface Applied {
  /** The changed files, with the applied changes. */
  readonly done: readonly FileChange[];
  /** Names of files that were not changed: they changed meanwhile, or the user declined. */
  readonly leftAlone: readonly string[];
  /** Names of files that were changed in the editor, but could not be saved. */
  readonly unsaved: readonly string[];
}

/**
 * Applies changes to several files as one undo step. All questions are asked first, and each file is checked again
 * after the last one. Files without unsaved changes are saved through VS Code, which keeps their encoding; the user
 * saves the others. Returns `undefined` when VS Code rejects the whole edit.
 */
export async function applyChanges(files: readonly FileChange[]): Promise<Applied | undefined> {
  const wanted: FileChange[] = [];
  for (const change of files) {
    const added = change.changes.map(({ edit }) => edit.text).join('');
    if ((await mayChange(change.file)) && (await mayEncode(change.file.name, change.file.document.encoding, added)))
      wanted.push(change);
  }
  const looked: NewText[] = [];
  const done: FileChange[] = [];
  for (const change of wanted) {
    const document = await asLookedAt(change);
    if (document === undefined) continue;
    looked.push({ document, before: change.before, after: changedText(change) });
    done.push(change);
  }
  const isDone = await replaceTexts(looked);
  if (isDone === undefined) return undefined;
  return {
    done,
    leftAlone: files.filter(change => !done.includes(change)).map(({ file }) => file.name),
    unsaved: isDone.unsaved.map(document => document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)),
  };
}

/** Restores the previous texts, except in files that have changed since; returns the restored ones. */
export async function takeBack(files: readonly FileChange[]): Promise<readonly FileChange[]> {
  const unchanged: FileChange[] = [];
  const texts: NewText[] = [];
  for (const change of files) {
    const { uri, encoding } = change.file.document;
    // VS Code may have closed the document, and would reopen it without its encoding.
    const document = await vscode.workspace.openTextDocument(uri, { encoding }).then(
      opened => opened,
      () => undefined,
    );
    if (document?.getText() !== changedText(change)) continue;
    unchanged.push(change);
    texts.push({ document, before: document.getText(), after: change.before });
  }
  return (await replaceTexts(texts)) === undefined ? [] : unchanged;
}

/**
 * Returns the document if nothing about the file has changed since it was collected. VS Code may have closed and
 * reopened it.
 */
async function asLookedAt({ file, before }: FileChange): Promise<vscode.TextDocument | undefined> {
  const now = await targetFile(file.document.uri);
  if ('problem' in now || now.place !== file.place) return undefined;
  // In this order: VS Code may reload the file while the disk is read.
  return (await isAsOnDisk(now.document)) && now.document.getText() === before ? now.document : undefined;
}

interface NewText {
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces all texts in one step; returns `undefined` when VS Code rejects it, such as when one of them has just
 * changed.
 */
async function replaceTexts(
  texts: readonly NewText[],
): Promise<{ readonly unsaved: readonly vscode.TextDocument[] } | undefined> {
  if (texts.some(({ document, before }) => document.getText() !== before)) return undefined;
  const toSave = texts.filter(({ document }) => !document.isDirty && !document.isUntitled);
  const edit = new vscode.WorkspaceEdit();
  for (const { document, before, after } of texts) {
    const small = smallestEdit(before, after);
    if (small === undefined) continue;
    const range = new vscode.Range(document.positionAt(small.start), document.positionAt(small.end));
    edit.replace(document.uri, range, small.text);
  }
  if (!(await vscode.workspace.applyEdit(edit))) return undefined;
  // All at once: VS Code opens a tab for every file that stays unsaved for most of a second.
  const saved = await Promise.all(toSave.map(({ document }) => document.save()));
  return { unsaved: toSave.flatMap(({ document }, index) => (saved[index] === true ? [] : [document])) };
}
