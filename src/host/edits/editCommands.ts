import type * as vscode from 'vscode';
import type { AskOnce } from '../asking/oneQuestion.ts';
import type { Clock } from '../../core/clock.ts';
import type { CommandTable } from '../commands/index.ts';
import type { Configuration } from '../configuration.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';

interface EditParts {
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

export function editCommands(_parts: EditParts): Pick<CommandTable, EditCommandId> {
  const notYet = (): void => {
    throw new Error('not built yet');
  };
  return {
    [COMMANDS.editSelection]: notYet,
    [COMMANDS.menuEditSelection]: notYet,
    [COMMANDS.fixProblem]: notYet,
    [COMMANDS.acceptEdit]: notYet,
    [COMMANDS.rejectEdit]: notYet,
    [COMMANDS.acceptHunk]: notYet,
    [COMMANDS.rejectHunk]: notYet,
    [COMMANDS.changeEdit]: notYet,
  };
}
