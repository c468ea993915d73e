import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice } from '../chat/answerNotice.ts';
import { chargeSentence } from '../failures/chargeSentences.ts';
import { sentences } from '../sentences.ts';

/** Tells the person that an answer came to its end and there is nothing in it. */
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
  // What another model costs is no matter where it gave nothing.
  return answerNotice(answer, () => undefined) ?? vscode.l10n.t('The model gave no answer.');
}
