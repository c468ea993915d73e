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

/** Actions that need a conversation, where the question is kept and can be edited. */
const OF_A_CONVERSATION: readonly FailureActionId[] = ['continue', 'sendFewer', 'editQuestion'];

interface ActionItem extends vscode.MessageItem {
  readonly id: FailureActionId;
}

/**
 * Reports a failed answer to the user. Actions that do not involve the question run here, and the message is shown
 * again afterwards, so that the question is not lost. An action that asks the question again is returned.
 */
export async function tellFailure(
  feature: Feature,
  answer: Answer,
  failure: Failure,
): Promise<FailureActionId | undefined> {
  // A partial answer is not kept anywhere.
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

/** Outside of the chat, the user cannot start a new one or remove attachments from the composer. */
function tooLongMessage(answer: Answer, failure: Failure): string {
  return sentences([
    failureSentence(failure, answer.model),
    failureCharge(failure, answer),
    vscode.l10n.t('Take a smaller part, or choose a model with a larger context window.'),
  ]);
}
