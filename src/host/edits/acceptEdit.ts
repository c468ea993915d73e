import * as vscode from 'vscode';
import { afterAccepting, afterRejecting, placeInProposed } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { makeChange, tellUnsaved } from '../editing/makeChange.ts';
import { hunkAtCursor, showNext } from './hunkAtCursor.ts';
import { isThere } from './runEdit.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Makes all that is left of an edit, in one step to undo. */
export async function acceptAll(edits: ShownEdits, edit: ShownEdit): Promise<void> {
  if (edit.proposed !== undefined) await accept(edits, edit, edit.proposed.hunks);
}

/** Makes one change of an edit, and goes on to the next. */
export async function acceptHunk(edits: ShownEdits, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk !== undefined) await accept(edits, edit, [hunk]);
}

/** Leaves out one change of an edit, and goes on to the next. */
export async function rejectHunk(edits: ShownEdits, edit: ShownEdit, hunk = hunkAtCursor(edit)): Promise<void> {
  if (hunk === undefined || edit.proposed === undefined) return;
  const from = placeInProposed(edit.proposed, hunk).start;
  edit.proposed = afterRejecting(edit.proposed, hunk);
  await goOn(edits, edit, from);
}

async function accept(edits: ShownEdits, edit: ShownEdit, accepted: readonly SmallEdit[]): Promise<void> {
  const { proposed } = edit;
  const [first] = accepted;
  if (proposed === undefined || first === undefined) return;
  if (edit.isNew) return makeFile(edits, edit, first.text);
  const made = await makeChange(
    { uri: edit.file, place: edit.place, before: proposed.before, edits: accepted },
    edit.isAllowed,
  );
  if (made === 'changed') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('“{file}” changed after the answer was made; nothing was applied.', { file: edit.name }),
    );
    return;
  }
  if (made === undefined) return;
  edit.isAllowed = true;
  const from = placeInProposed(proposed, first).start;
  edit.proposed = afterAccepting(proposed, accepted);
  edit.changed = { ...made, wasSaved: edit.changed?.wasSaved ?? made.wasSaved };
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
