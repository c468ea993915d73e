import * as vscode from 'vscode';
import { canContinue } from '../../core/conversation/continuation.ts';
import type { Answer } from '../../core/conversation/conversation.ts';
import type { AnswerActionView } from '../../protocol/turnView.ts';

/** Actions on an answer that has ended. */
export type AnswerActionId = 'continue' | 'newChat' | 'regenerate';

/** Returns the actions available now. A failure's own actions are offered with the failure. */
export function answerActions(answer: Answer): readonly AnswerActionId[] {
  const { state, safety, failure } = answer;
  // Another window has paid for an answer that it is writing.
  if (state === 'waiting' || state === 'streaming' || failure?.kind === 'elsewhere') return [];
  if (safety === 'ended') return ['newChat'];
  if (state === 'failed') return answer.text === '' ? [] : ['regenerate'];
  return canContinue(answer) ? ['continue', 'regenerate'] : ['regenerate'];
}

/** Returns the buttons for these actions. */
export function answerActionViews(answer: Answer): readonly AnswerActionView[] {
  return answerActions(answer).map(id => ({
    id,
    label: labelOf(id),
    asks: id !== 'newChat',
    ...(id !== 'regenerate' && { isMain: true }),
  }));
}

function labelOf(id: AnswerActionId): string {
  switch (id) {
    case 'continue':
      return vscode.l10n.t({ message: 'Continue', comment: ['an answer that was cut'] });
    case 'newChat':
      return vscode.l10n.t('New Chat');
    case 'regenerate':
      return vscode.l10n.t('Regenerate');
  }
}
