import * as vscode from 'vscode';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { mayRewrite } from './keptBytes.ts';
import { mayChange, mayEncode } from './mayChange.ts';
import { isAsOnDisk, type TargetFile, targetFile } from './targetFile.ts';

/** A change to a file, as it was shown to the user. */
export interface Change {
  readonly uri: vscode.Uri;
  /** Real path of the file, with links resolved, when the change was computed. */
  readonly place: string;
  /** Full text of the file at that time. */
  readonly before: string;
  /** They do not overlap. */
  readonly edits: readonly SmallEdit[];
}

/** The user's decisions about a change. */
interface Said {
  /** They already allowed changes to this file. */
  readonly isAllowed?: boolean;
  /** Whether they still want it; they can cancel while a prompt is open. */
  readonly isWanted?: () => boolean;
}

/** A file that was changed. */
export interface Made extends TargetFile {
  /** Whether it had no unsaved changes before. */
  readonly wasSaved: boolean;
}

/**
 * Applies a change as a single undo step, if the file is still as shown; returns `changed` otherwise. Shows all prompts
 * first and checks the file again after the last one. Returns `undefined` when the change was not applied and the user
 * knows why.
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

/** Warns that a file without unsaved changes was changed but could not be saved. */
export function tellUnsaved(name: string): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('“{name}” was changed in the editor, but could not be saved. Save or undo it there.', { name }),
  );
}

/** Returns the file if it is unchanged since; `undefined` if it cannot be changed, after telling the user. */
async function unchanged({ uri, place, before }: Change): Promise<TargetFile | 'changed' | undefined> {
  const file = await targetFile(uri);
  if ('problem' in file) {
    void vscode.window.showWarningMessage(file.problem);
    return undefined;
  }
  // The order matters: VS Code may reload the document while the disk is being read.
  const isSame = file.place === place && (await isAsOnDisk(file.document)) && file.document.getText() === before;
  return isSame ? file : 'changed';
}
