import type { AskOnce } from '../asking/oneQuestion.ts';
import type { Clock } from '../../core/clock.ts';
import type { CommandTable } from '../commands/index.ts';
import type { Configuration } from '../configuration.ts';
import type { Logger } from '../../core/logger.ts';
import { COMMANDS } from '../ids.ts';

interface CommitParts {
  readonly askOnce: AskOnce;
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly logger: Logger;
}

type CommitCommandId = typeof COMMANDS.generateCommitMessage | typeof COMMANDS.stopCommitMessage;

export function commitCommands(_parts: CommitParts): Pick<CommandTable, CommitCommandId> {
  const notYet = (): void => {
    throw new Error('not built yet');
  };
  return {
    [COMMANDS.generateCommitMessage]: notYet,
    [COMMANDS.stopCommitMessage]: notYet,
  };
}
