import type * as vscode from 'vscode';
import type { AskOnce } from '../asking/oneQuestion.ts';
import type { Clock } from '../../core/clock.ts';
import type { CommandTable } from '../commands/index.ts';
import type { Configuration } from '../configuration.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';
import { acceptAll, acceptHunk, endEdit, rejectHunk } from './acceptEdit.ts';
import type { ShownEdit } from './shownEdit.ts';
import { ShownEdits } from './shownEdits.ts';

interface EditCommandParts {
  readonly askOnce: AskOnce;
  readonly configuration: Configuration;
  /** What is to be given back when the extension ends. */
  readonly subscriptions: vscode.Disposable[];
  readonly clock: Clock;
  readonly logger: Logger;
}

type EditCommandId =
  | typeof COMMANDS.editSelection
  | typeof COMMANDS.menuEditSelection
  | typeof COMMANDS.fixProblem
  | typeof COMMANDS.acceptEdit
  | typeof COMMANDS.rejectEdit
  | typeof COMMANDS.acceptHunk
  | typeof COMMANDS.rejectHunk
  | typeof COMMANDS.changeEdit;

/** The commands that change code, and those on what they show. */
export function editCommands({ subscriptions }: EditCommandParts): Pick<CommandTable, EditCommandId> {
  const edits = new ShownEdits();
  subscriptions.push(
    { dispose: () => edits.dispose() },
    edits.onEnd(edit => void endEdit(edit)),
  );
  const onMeant =
    (act: (edits: ShownEdits, edit: ShownEdit) => Promise<void>) =>
    async (place: unknown): Promise<void> => {
      const edit = edits.meant(place);
      if (edit !== undefined) await act(edits, edit);
    };
  const notYet = (): void => {
    throw new Error('not built yet');
  };
  return {
    [COMMANDS.editSelection]: notYet,
    [COMMANDS.menuEditSelection]: notYet,
    [COMMANDS.fixProblem]: notYet,
    [COMMANDS.acceptEdit]: onMeant(acceptAll),
    [COMMANDS.rejectEdit]: onMeant((_edits, edit) => edits.close(edit)),
    [COMMANDS.acceptHunk]: onMeant(acceptHunk),
    [COMMANDS.rejectHunk]: onMeant(rejectHunk),
    [COMMANDS.changeEdit]: notYet,
  };
}
