import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice } from '../chat/answerNotice.ts';
import { chargeSentence } from '../failures/chargeSentences.ts';
import { sentences } from '../sentences.ts';

/** Tells the user that an answer finished without content. */
export function tellNoAnswer(answer: Answer): void {
  void vscode.window.showWarningMessage(sentences([reason(answer), chargeSentence(answer.bookings)]));
}

function reason(answer: Answer): string {
  if (answer.finish === 'length') {
    return vscode.l10n.t(
      '{model} reached its output limit before the answer began. Choose another model, or raise the setting {id}.',
      { model: answer.model, id: 'wenxin.maxOutputTokens' },
    );
  }
  // The price of a fallback model does not matter when it gave no answer.
  return answerNotice(answer, () => undefined) ?? vscode.l10n.t('The model gave no answer.');
}
