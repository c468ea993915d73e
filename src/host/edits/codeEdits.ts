import type { CommandTable } from '../commands/index.ts';
import { COMMANDS } from '../ids.ts';
import type { CodeEditParts } from './codeEditParts.ts';
import { documentCode } from './documentCode.ts';
import { fixProblem } from './fixProblem.ts';
import { testCode } from './testCode.ts';

export type CodeEditCommandId =
  | typeof COMMANDS.fixProblem
  | typeof COMMANDS.documentSelection
  | typeof COMMANDS.menuDocumentSelection
  | typeof COMMANDS.testSelection
  | typeof COMMANDS.menuTestSelection;

/** Returns the commands that fix problems and write documentation and tests, each as an edit to review. */
export function codeEdits(parts: CodeEditParts): Pick<CommandTable, CodeEditCommandId> {
  const document = (place?: unknown): Promise<void> => documentCode(parts, place);
  const test = (place?: unknown): Promise<void> => testCode(parts, place);
  return {
    [COMMANDS.fixProblem]: (place, file) => fixProblem(parts, place, file),
    [COMMANDS.documentSelection]: document,
    [COMMANDS.menuDocumentSelection]: document,
    [COMMANDS.testSelection]: test,
    [COMMANDS.menuTestSelection]: test,
  };
}
