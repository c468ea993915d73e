import { COMMANDS } from '../host/ids.ts';

/** Commands that work on files, changes and terminals: what they do is loaded with the first of them. */
export const EDITOR_TOOL_COMMANDS = [
  COMMANDS.editSelection,
  COMMANDS.menuEditSelection,
  COMMANDS.fixProblem,
  COMMANDS.documentSelection,
  COMMANDS.menuDocumentSelection,
  COMMANDS.testSelection,
  COMMANDS.menuTestSelection,
  COMMANDS.acceptEdit,
  COMMANDS.rejectEdit,
  COMMANDS.acceptHunk,
  COMMANDS.rejectHunk,
  COMMANDS.changeEdit,
  COMMANDS.generateCommitMessage,
  COMMANDS.stopCommitMessage,
  COMMANDS.explainTerminal,
  COMMANDS.fixTerminal,
] as const;

export type EditorToolCommandId = (typeof EDITOR_TOOL_COMMANDS)[number];
