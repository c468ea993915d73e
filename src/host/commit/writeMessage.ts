import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { withoutHidden } from '../../core/code/hiddenCharacters.ts';
import { cleanMessage } from '../../core/commit/cleanMessage.ts';
import { digest } from '../../core/commit/digest.ts';
import { plainText } from '../../core/conversation/plainText.ts';
import type { Logger } from '../../core/logger.ts';
import type { AskOnce } from '../asking/oneQuestion.ts';
import type { Configuration } from '../configuration.ts';
import { changesOf } from '../context/gitChanges.ts';
import type { GitRepository } from '../context/gitExtension.ts';
import { CHANGES_TOKENS, commitQuestion } from './commitQuestion.ts';
import { MessageBox } from './messageBox.ts';
import { type ReadChanges, readChanges } from './readChanges.ts';
import { recentMessages } from './recentMessages.ts';
import { aboutAnswer, aboutChanges, noMessage, NOTHING_MAY_BE_SENT, tellReady } from './tellReady.ts';

/** What writing a message depends on. */
export interface CommitParts {
  readonly askOnce: AskOnce;
  readonly configuration: Pick<Configuration, 'get'>;
  /** Whether the model for commit messages reasons before it answers. */
  readonly isThinking: () => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Writes the next commit message of a repository into its box in Source Control. The box's text is sent as a hint and
 * can be restored; it is restored automatically when no message is written.
 *
 * @param made the last message generated for this repository, which does not count as a hint.
 * @returns the message that is in the box now; `undefined` if there is none.
 */
export async function writeMessage(
  repository: GitRepository,
  made: string | undefined,
  signal: AbortSignal,
  parts: CommitParts,
): Promise<string | undefined> {
  const gathered = await gather(repository, signal, parts.logger);
  if (typeof gathered === 'string') {
    tell(gathered);
    return undefined;
  }
  if (signal.aborted) return undefined;
  const { changes, leftOut, isStaged } = gathered;
  const subjects = await recentMessages(repository);
  const box = new MessageBox(repository.inputBox, parts.clock);
  const isAgain = made !== undefined && box.before === made;
  const typed = isAgain ? '' : box.before.trim();
  const digested = digest(changes, CHANGES_TOKENS);
  const question = commitQuestion(
    {
      title: isStaged
        ? vscode.l10n.t('Generating a commit message')
        : vscode.l10n.t('Nothing is staged, so the commit message is generated from all changes'),
      digest: digested,
      source: isStaged ? 'staged' : 'unstaged',
      subjects,
      typed,
      isAgain,
    },
    parts.configuration,
  );
  const clean = (text: string): string => cleanMessage(withoutHidden(plainText(text)), typed);
  const answered = await parts
    .askOnce(question, { onText: text => box.show(clean(text)), signal })
    .catch((error: unknown) => {
      box.restore();
      throw error;
    });
  if (answered === undefined) {
    box.restore();
    return undefined;
  }
  const message = clean(answered.answer.text);
  if (message === '') {
    box.restore();
    tell(noMessage(answered.answer));
    return undefined;
  }
  const isWritten = box.write(message);
  void tellReady({
    about: [...aboutAnswer(answered.answer, parts.isThinking()), ...aboutChanges(digested, leftOut)],
    message,
    isWritten,
    before: typed === '' ? '' : box.before,
    put: text => (repository.inputBox.value = text),
  });
  return isWritten ? message : undefined;
}

interface Gathered extends ReadChanges {
  readonly isStaged: boolean;
}

/** Returns the changes to describe, or why there are none. */
async function gather(repository: GitRepository, signal: AbortSignal, logger: Logger): Promise<Gathered | string> {
  const { changes, isStaged } = await changesOf(repository);
  if (repository.state.mergeChanges.length > 0) {
    return vscode.l10n.t('Files have conflicts. Resolve them and stage the files, then generate the message.');
  }
  if (changes.length === 0) return vscode.l10n.t('There are no changes in the Git repository.');
  const read = await readChanges(repository, changes, isStaged, signal, logger);
  return read.changes.length === 0 && !signal.aborted ? NOTHING_MAY_BE_SENT() : { ...read, isStaged };
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
