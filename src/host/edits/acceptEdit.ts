import * as vscode from 'vscode';
import { afterAccepting, afterRejecting, placeInProposed } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { makeChange, tellUnsaved } from '../editing/makeChange.ts';
import { hunkAtCursor, showNext } from './hunkAtCursor.ts';
import { isThere } from './isThere.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';
import { tellWriting } from './tellWriting.ts';

/** What is done with edits that are looked at. */
export interface Deciding {
  readonly edits: ShownEdits;
  /** The file of an edit is not as it was. */
  readonly onChanged: (edit: ShownEdit) => Promise<void>;
}

/** Makes all that is left of an edit, in one step to undo. */
export async function acceptAll(deciding: Deciding, edit: ShownEdit): Promise<void> {
  if (edit.proposed === undefined) tellWriting();
  else await accept(deciding, edit, edit.proposed.hunks);
}

/** Makes one change of an edit, and goes on to the next. */
export async function acceptHunk(deciding: Deciding, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk === undefined) tellWriting();
  else await accept(deciding, edit, [hunk]);
}

/** Leaves out one change of an edit, and goes on to the next. */
export async function rejectHunk({ edits }: Deciding, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk === undefined || edit.proposed === undefined) {
    tellWriting();
    return;
  }
  const from = placeInProposed(edit.proposed, hunk).start;
  edit.proposed = afterRejecting(edit.proposed, hunk);
  edit.isDecided = true;
  await goOn(edits, edit, from);
}

async function accept({ edits, onChanged }: Deciding, edit: ShownEdit, accepted: readonly SmallEdit[]): Promise<void> {
  const { proposed, target } = edit;
  const [first] = accepted;
  if (proposed === undefined || first === undefined) return;
  if (edit.isNew) return makeFile(edits, edit, first.text);
  const { before } = proposed;
  const made = await makeChange({ uri: edit.file, place: edit.place, before, edits: accepted }, edit.isAllowed);
  if (made === 'changed') return onChanged(edit);
  // What was asked may have taken a while.
  if (made === undefined || edit.proposed !== proposed) return;
  edit.isAllowed = true;
  edit.isDecided = true;
  edit.changed = { ...made, wasSaved: edit.changed?.wasSaved ?? made.wasSaved };
  const from = placeInProposed(proposed, first).start;
  edit.proposed = afterAccepting(proposed, accepted);
  const { before: after } = edit.proposed;
  edit.target = { before: after, start: target.start, end: target.end + after.length - before.length };
  await goOn(edits, edit, from);
}

/** Shows what is left; nothing left is the end of it. */
async function goOn(edits: ShownEdits, edit: ShownEdit, from: number): Promise<void> {
  if (edit.proposed !== undefined && edit.proposed.hunks.length > 0) {
    edits.tell(edit);
    showNext(edit, from);
    return;
  }
  const { changed } = edit;
  await endEdit(edit);
  await edits.close(edit);
  if (changed !== undefined) await vscode.window.showTextDocument(changed.document);
}

/** Saves a file that had no unsaved changes before the edit, once nothing more of that is made. */
export async function endEdit(edit: ShownEdit): Promise<void> {
  const { changed } = edit;
  edit.changed = undefined;
  if (changed?.wasSaved === true && !(await changed.document.save())) tellUnsaved(changed.name);
}

async function makeFile(edits: ShownEdits, edit: ShownEdit, text: string): Promise<void> {
  const { file, name } = edit;
  if (await isThere(file)) {
    void vscode.window.showWarningMessage(vscode.l10n.t('“{name}” exists already.', { name }));
    return;
  }
  const making = new vscode.WorkspaceEdit();
  making.createFile(file, { contents: await vscode.workspace.encode(text, { uri: file }) });
  if (!(await vscode.workspace.applyEdit(making))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('“{name}” could not be made.', { name }));
    return;
  }
  await edits.close(edit);
  await vscode.window.showTextDocument(file);
}
