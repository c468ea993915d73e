import * as vscode from 'vscode';
import type { CommandTable } from '../commands/index.ts';
import { COMMANDS } from '../ids.ts';
import { acceptAll, acceptHunk, endEdit, rejectHunk } from './acceptEdit.ts';
import { askEdit } from './askEdit.ts';
import { changeEdit } from './changeEdit.ts';
import type { CodeEditParts } from './codeEditParts.ts';
import { type CodeEditCommandId, codeEdits } from './codeEdits.ts';
import type { EditParts } from './editParts.ts';
import { HunkThreads } from './hunkThreads.ts';
import { runEdit } from './runEdit.ts';
import type { ShownEdit } from './shownEdit.ts';
import { tellChanged } from './tellChanged.ts';

interface EditCommandParts extends EditParts, Pick<CodeEditParts, 'ask'> {
  /** Disposed when the extension is deactivated. */
  readonly subscriptions: { dispose(): unknown }[];
}

type EditCommandId =
  | typeof COMMANDS.editSelection
  | typeof COMMANDS.menuEditSelection
  | CodeEditCommandId
  | typeof COMMANDS.acceptEdit
  | typeof COMMANDS.rejectEdit
  | typeof COMMANDS.acceptHunk
  | typeof COMMANDS.rejectHunk
  | typeof COMMANDS.changeEdit;

/** Returns the commands that request edits, and those that act on shown edits. */
export function editCommands({ subscriptions, ...parts }: EditCommandParts): Pick<CommandTable, EditCommandId> {
  const { edits } = parts;
  const threads = new HunkThreads(edits);
  subscriptions.push(
    vscode.Disposable.from(
      edits,
      threads,
      edits.onEnd(edit => void endEdit(edit)),
    ),
  );
  const run = runEdit(parts);
  const onChanged = (edit: ShownEdit): Promise<void> => tellChanged(edits, run, edit);
  const deciding = { edits, onChanged };
  const edit = askEdit(parts, run);
  const change = changeEdit(parts, onChanged);
  const onMeant =
    (act: (edit: ShownEdit) => Promise<void>) =>
    async (place: unknown): Promise<void> => {
      const edit = threads.marked(place)?.edit ?? edits.meant(place);
      if (edit !== undefined) await act(edit);
    };
  const onHunk =
    (act: typeof acceptHunk) =>
    async (place: unknown): Promise<void> => {
      const marked = threads.marked(place);
      // The clicked hunk is already decided, for example by a double click; do not fall back to the hunk at the cursor.
      if (marked === undefined && threads.isGone(place)) return;
      const edit = marked?.edit ?? edits.meant(place);
      if (edit !== undefined) await act(deciding, edit, marked?.hunk);
    };
  return {
    [COMMANDS.editSelection]: edit,
    [COMMANDS.menuEditSelection]: edit,
    ...codeEdits({ ...parts, runEdit: run }),
    [COMMANDS.acceptEdit]: onMeant(edit => acceptAll(deciding, edit)),
    [COMMANDS.rejectEdit]: onMeant(edit => edits.close(edit)),
    [COMMANDS.acceptHunk]: onHunk(acceptHunk),
    [COMMANDS.rejectHunk]: onHunk(rejectHunk),
    [COMMANDS.changeEdit]: onMeant(change),
  };
}
