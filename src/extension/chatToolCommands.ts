import { COMMANDS } from '../host/ids.ts';

/** Commands of the chat and the editor that the user starts; their bundle is loaded on first use. */
export const CHAT_TOOL_COMMANDS = [
  COMMANDS.askSelection,
  COMMANDS.explainSelection,
  COMMANDS.reviewSelection,
  COMMANDS.fixSelection,
  COMMANDS.refactorSelection,
  COMMANDS.translateSelection,
  COMMANDS.menuAskSelection,
  COMMANDS.menuExplainSelection,
  COMMANDS.menuReviewSelection,
  COMMANDS.menuFixSelection,
  COMMANDS.menuRefactorSelection,
  COMMANDS.menuTranslateSelection,
  COMMANDS.addToChat,
  COMMANDS.showHistory,
  COMMANDS.exportChat,
  COMMANDS.importChat,
  COMMANDS.acceptChange,
  COMMANDS.rejectChange,
  COMMANDS.addFileToChat,
  COMMANDS.addTerminalToChat,
  COMMANDS.managePrompts,
] as const;

export type ChatToolCommandId = (typeof CHAT_TOOL_COMMANDS)[number];
