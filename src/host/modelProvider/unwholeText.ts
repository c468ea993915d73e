import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice, type PriceOf } from '../chat/answerNotice.ts';
import { failureCharge } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/**
 * What to say of an answer that is not all that the model would have said; `undefined` for a whole one.
 *
 * @param isOwnLimit whoever asks wanted no more than that, and got it.
 */
export function cutText(answer: Answer, isOwnLimit: boolean, priceOf: PriceOf): string | undefined {
  const isCut = answer.finish === 'filtered' || (answer.finish === 'length' && !isOwnLimit);
  return isCut || answer.safety !== undefined ? withCharge(answerNotice(answer, priceOf), answer) : undefined;
}

/** What to say of a call whose arguments are no JSON object. */
export function unreadableCallText(tool: string, answer: Answer): string {
  const what =
    tool === ''
      ? vscode.l10n.t('The model called a tool without saying which one, so none was run.')
      : vscode.l10n.t('The model called the tool {tool} with arguments that cannot be read, so none was run.', {
          tool,
        });
  return withCharge(sentences([what, vscode.l10n.t('Ask again, or choose another model.')]), answer) ?? what;
}

function withCharge(text: string | undefined, answer: Answer): string | undefined {
  return text && sentences([text, failureCharge({ kind: 'empty' }, answer)]);
}
