import { COMMANDS } from '../host/ids.ts';

/** Commands that work on files, edits and terminals; their bundle is loaded on first use. */
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
