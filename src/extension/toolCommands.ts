import { COMMANDS } from '../host/ids.ts';

/** Commands of which most windows use none: what they do is loaded with the first of them. */
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
