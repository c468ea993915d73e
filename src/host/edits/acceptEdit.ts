import * as vscode from 'vscode';
import {
  afterAccepting,
  afterRejecting,
  placeInProposed,
  type Proposed,
  proposedText,
} from '../../core/code/edit/hunks.ts';
import { withLineFeeds } from '../../core/code/findCode.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { newFileEncoding } from '../configuration.ts';
import { makeChange, tellUnsaved } from '../editing/makeChange.ts';
import { mayChange, mayEncode } from '../editing/mayChange.ts';
import { newTarget } from '../editing/newTarget.ts';
import { hunkAtCursor, showNext } from './hunkAtCursor.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';
import { tellWriting } from './tellWriting.ts';

/** Dependencies for deciding about shown edits. */
export interface Deciding {
  readonly edits: ShownEdits;
  /** Called when the file of an edit has changed since. */
  readonly onChanged: (edit: ShownEdit) => Promise<void>;
}

/** Applies all remaining hunks of an edit as a single undo step. */
export async function acceptAll(deciding: Deciding, edit: ShownEdit): Promise<void> {
  if (edit.proposed === undefined) tellWriting();
  else await accept(deciding, edit, edit.proposed.hunks);
}

/** Applies one hunk of an edit and moves to the next. */
export async function acceptHunk(deciding: Deciding, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk === undefined) tellWriting();
  else await accept(deciding, edit, [hunk]);
}

/** Discards one hunk of an edit and moves to the next. */
export async function rejectHunk({ edits }: Deciding, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk === undefined || edit.proposed === undefined) {
    tellWriting();
    return;
  }
  if (edit.isDeciding || !edit.proposed.hunks.includes(hunk)) return;
  const from = placeInProposed(edit.proposed, hunk).start;
  edit.proposed = afterRejecting(edit.proposed, hunk);
  edit.isDecided = true;
  await goOn(edits, edit, from);
}

/** Applies hunks, one decision at a time: each changes what the next one refers to. Ignores repeated clicks. */
async function accept({ edits, onChanged }: Deciding, edit: ShownEdit, accepted: readonly SmallEdit[]): Promise<void> {
  const { proposed } = edit;
  if (edit.isDeciding || proposed === undefined || !accepted.every(hunk => proposed.hunks.includes(hunk))) return;
  edit.isDeciding = true;
  let isSame: boolean;
  try {
    isSame = edit.isNew ? await makeFile(edits, edit, proposed) : await change(edits, edit, proposed, accepted);
  } finally {
    edit.isDeciding = false;
  }
  if (!isSame) await onChanged(edit);
}

/** Returns false when the file has changed since. */
async function change(
  edits: ShownEdits,
  edit: ShownEdit,
  proposed: Proposed,
  accepted: readonly SmallEdit[],
): Promise<boolean> {
  const [first] = accepted;
  if (first === undefined) return true;
  const { target, isAllowed } = edit;
  const { before } = proposed;
  const made = await makeChange(
    { uri: edit.file, place: edit.place, before, edits: accepted },
    { isAllowed, isWanted: () => edits.isOpen(edit) },
  );
  if (made === 'changed') return false;
  if (made === undefined) return true;
  edit.isAllowed = true;
  edit.isDecided = true;
  edit.changed = { ...made, wasSaved: edit.changed?.wasSaved ?? made.wasSaved };
  const from = placeInProposed(proposed, first).start;
  edit.proposed = afterAccepting(proposed, accepted);
  const { before: after } = edit.proposed;
  edit.target = { before: after, start: target.start, end: target.end + after.length - before.length };
  // The user may have closed the diff while the change was applied.
  if (edits.isOpen(edit)) await goOn(edits, edit, from);
  else await endEdit(edit);
  return true;
}

/** Shows the next remaining hunk, or ends the edit when none is left. */
async function goOn(edits: ShownEdits, edit: ShownEdit, from: number): Promise<void> {
  if (edit.proposed !== undefined && edit.proposed.hunks.length > 0) {
    edits.tell(edit);
    await showNext(edits, edit, from);
    return;
  }
  const { changed } = edit;
  await endEdit(edit);
  await edits.close(edit);
  if (changed !== undefined) await vscode.window.showTextDocument(changed.document);
}

/** Saves the edited file, if it had no unsaved changes before the edit and the user typed nothing in it since. */
export async function endEdit(edit: ShownEdit): Promise<void> {
  const { changed, target } = edit;
  edit.changed = undefined;
  if (changed?.wasSaved !== true || changed.document.isClosed) return;
  if (withLineFeeds(changed.document.getText()) !== withLineFeeds(target.before)) return;
  if (!(await changed.document.save())) tellUnsaved(changed.name);
}

/** Returns false when the folder's real path has changed since. */
async function makeFile(edits: ShownEdits, edit: ShownEdit, proposed: Proposed): Promise<boolean> {
  const { file, name } = edit;
  const text = proposedText(proposed);
  const found = await newTarget(file);
  const isAllowed =
    !('problem' in found) && (await mayChange(found)) && (await mayEncode(name, newFileEncoding(file), text));
  const again = await newTarget(file);
  if ('problem' in again) {
    void vscode.window.showWarningMessage(again.problem);
    return true;
  }
  if (again.place !== edit.place) return false;
  if (!isAllowed || !edits.isOpen(edit)) return true;
  const making = new vscode.WorkspaceEdit();
  making.createFile(file, { contents: await vscode.workspace.encode(text, { uri: file }) });
  if (!(await vscode.workspace.applyEdit(making))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('“{name}” could not be created.', { name }));
    return true;
  }
  await edits.close(edit);
  await vscode.window.showTextDocument(file);
  return true;
}
