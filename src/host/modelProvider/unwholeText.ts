import * as vscode from 'vscode';
import type { Answer } from '../../core/conversation/conversation.ts';
import { answerNotice, type PriceOf } from '../chat/answerNotice.ts';
import { failureCharge } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/**
 * Returns the message for an incomplete answer; `undefined` for a complete one.
 *
 * @param isOwnLimit whether the requester itself set the limit that was reached.
 */
export function cutText(answer: Answer, isOwnLimit: boolean, priceOf: PriceOf): string | undefined {
  const isCut = answer.finish === 'filtered' || (answer.finish === 'length' && !isOwnLimit);
  return isCut || answer.safety !== undefined ? withCharge(answerNotice(answer, priceOf), answer) : undefined;
}

/** Returns the message for a tool call whose arguments are not a JSON object, or without a name. */
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
