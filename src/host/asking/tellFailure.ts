import * as vscode from 'vscode';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';
import {
  type FailureActionId,
  failureActionLabel,
  isWindowAction,
  runFailureAction,
} from '../failures/failureActions.ts';
import { failureCharge, failureNotice, failureSentence } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/** They need a conversation, where the question stands and can be written anew. */
const OF_A_CONVERSATION: readonly FailureActionId[] = ['continue', 'sendFewer', 'editQuestion'];

interface ActionItem extends vscode.MessageItem {
  readonly id: FailureActionId;
}

/**
 * Tells the person of an answer that failed. What can be done without the question is done, and then it is told again: the
 * question is kept as long as that can be seen. What asks it again is given back when it was chosen.
 */
export async function tellFailure(
  feature: Feature,
  answer: Answer,
  failure: Failure,
): Promise<FailureActionId | undefined> {
  // What came of it is kept nowhere.
  const lost: Answer = { ...answer, text: '', reasoning: '' };
  const notice = failureNotice(failure, lost);
  const message = failure.kind === 'too-long' ? tooLongMessage(lost, failure) : notice.message;
  const items = notice.actions
    .filter(id => !OF_A_CONVERSATION.includes(id))
    .map((id): ActionItem => ({ id, title: failureActionLabel(id, lost) }));
  if (items.length === 0) {
    void vscode.window.showErrorMessage(message);
    return undefined;
  }
  for (;;) {
    const chosen = (await vscode.window.showErrorMessage(message, ...items))?.id;
    if (chosen === undefined || !isWindowAction(chosen)) return chosen;
    await runFailureAction(chosen, failure.host ?? '', { budget: failure.budget, feature });
  }
}

/** There is no chat to be started anew, and nothing to be taken away in the composer. */
function tooLongMessage(answer: Answer, failure: Failure): string {
  return sentences([
    failureSentence(failure, answer.model),
    failureCharge(failure, answer),
    vscode.l10n.t('Take a smaller part, or choose a model with a larger context window.'),
  ]);
}
