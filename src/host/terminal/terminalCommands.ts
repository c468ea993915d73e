import type { CommandTable } from '../commands/index.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { COMMANDS } from '../ids.ts';

interface TerminalParts {
  /** Asks in the chat. */
  readonly ask: (question: NewQuestion) => Promise<void>;
  readonly replyLanguage: () => ReplyLanguage;
}

type TerminalCommandId = typeof COMMANDS.explainTerminal | typeof COMMANDS.fixTerminal;

export function terminalCommands(_parts: TerminalParts): Pick<CommandTable, TerminalCommandId> {
  const notYet = (): void => {
    throw new Error('not built yet');
  };
  return {
    [COMMANDS.explainTerminal]: notYet,
    [COMMANDS.fixTerminal]: notYet,
  };
}
