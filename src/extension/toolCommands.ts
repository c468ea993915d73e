import { COMMANDS } from '../host/ids.ts';

/** Commands that most windows never use; their bundle is loaded on first use. */
export const TOOL_COMMANDS = [
  COMMANDS.setCredentials,
  COMMANDS.clearCredentials,
  COMMANDS.switchAccount,
  COMMANDS.diagnose,
  COMMANDS.clearCache,
  COMMANDS.setTeamCache,
  COMMANDS.selectModel,
  COMMANDS.setBudget,
  COMMANDS.showUsage,
  COMMANDS.exportUsage,
  COMMANDS.compareBill,
] as const;

export type ToolCommandId = (typeof TOOL_COMMANDS)[number];
