import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice } from '../chat/answerNotice.ts';
import {
  type FailureActionId,
  failureActionLabel,
  isWindowAction,
  runFailureAction,
} from '../failures/failureActions.ts';
import { failureNotice } from '../failures/failureNotices.ts';

/** They need a conversation, where the question stands and can be written anew. */
const OF_A_CONVERSATION: readonly FailureActionId[] = ['continue', 'sendFewer', 'editQuestion'];

interface ActionItem extends vscode.MessageItem {
  readonly id: FailureActionId;
}

/**
 * Tells the person of an answer that failed, or of which nothing is left. What can be done without the question is done;
 * what asks it again is given back when it was chosen.
 */
export async function tellEnd(answer: Answer): Promise<FailureActionId | undefined> {
  if (answer.state === 'finished' && answer.text.trim() === '') {
    void vscode.window.showWarningMessage(
      answerNotice(answer, () => undefined) ?? vscode.l10n.t('The model gave no answer.'),
    );
  }
  if (answer.state !== 'failed' || answer.failure === undefined) return undefined;
  const { failure } = answer;
  const notice = failureNotice(failure, { ...answer, text: '' });
  const items = notice.actions
    .filter(id => !OF_A_CONVERSATION.includes(id))
    .map((id): ActionItem => ({ id, title: failureActionLabel(id, answer) }));
  const chosen = (await vscode.window.showErrorMessage(notice.message, ...items))?.id;
  if (chosen === undefined || !isWindowAction(chosen)) return chosen;
  await runFailureAction(chosen, failure.host ?? '', failure.budget);
  return undefined;
}
