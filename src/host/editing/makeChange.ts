import * as vscode from 'vscode';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { mayRewrite } from './keptBytes.ts';
import { mayChange, mayEncode } from './mayChange.ts';
import { isAsOnDisk, type TargetFile, targetFile } from './targetFile.ts';

/** A change of a file, as it was shown to the person. */
export interface Change {
  readonly uri: vscode.Uri;
  /** Where it really was when the change was made up. */
  readonly place: string;
  /** All of its text then. */
  readonly before: string;
  /** They do not overlap. */
  readonly edits: readonly SmallEdit[];
}

/** What the person has said about a change. */
interface Said {
  /** They let just this file be changed already. */
  readonly isAllowed?: boolean;
  /** Whether they still want it: they may go back while they are asked. */
  readonly isWanted?: () => boolean;
}

/** A file that was changed. */
export interface Made extends TargetFile {
  /** It had no unsaved changes before. */
  readonly wasSaved: boolean;
}

/**
 * Makes a change, if the file is still as it was shown; `changed` where it is not. What can be asked is asked first, and
 * the file is looked at again after the last answer. The change is one step to undo. `undefined`: it was not made, and
 * the person knows why.
 */
export async function makeChange(
  change: Change,
  { isAllowed = false, isWanted = () => true }: Said = {},
): Promise<Made | 'changed' | undefined> {
  const file = await unchanged(change);
  if (file === undefined || file === 'changed') return file;
  const added = change.edits.map(({ text }) => text).join('');
  if (!(isAllowed || (await mayChange(file))) || !(await mayRewrite(file))) return undefined;
  if (!(await mayEncode(file.name, file.document.encoding, added))) return undefined;
  const again = await unchanged(change);
  if (!isWanted()) return undefined;
  if (again === undefined || again === 'changed') return again;
  const { document, name } = again;
  const wasSaved = !document.isDirty && !document.isUntitled;
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of change.edits) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  if (await vscode.workspace.applyEdit(edit)) return { ...again, wasSaved };
  void vscode.window.showWarningMessage(vscode.l10n.t('“{name}” cannot be changed: it is read-only.', { name }));
  return undefined;
}

/** Says that a file was changed, but is not saved, though it was before. */
export function tellUnsaved(name: string): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('“{name}” was changed in the editor, but could not be saved. Save or undo it there.', { name }),
  );
}

/** The file, if nothing about it changed since; `undefined` where it cannot be changed, which the person is told. */
async function unchanged({ uri, place, before }: Change): Promise<TargetFile | 'changed' | undefined> {
  const file = await targetFile(uri);
  if ('problem' in file) {
    void vscode.window.showWarningMessage(file.problem);
    return undefined;
  }
  // In this order: VS Code may read the file anew while the disk is looked at.
  const isSame = file.place === place && (await isAsOnDisk(file.document)) && file.document.getText() === before;
  return isSame ? file : 'changed';
}
