import * as vscode from 'vscode';
import { differOnlyInComments } from '../../core/code/differOnlyInComments.ts';
import { commandPrompt } from '../../core/conversation/commandPrompts.ts';
import { pickCode, type PickedCode } from '../commands/pickCode.ts';
import { placeIn } from '../commands/selectionCommand.ts';
import { promptLanguage } from '../commands/selectionQuestion.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { codeAbove } from './codeContext.ts';
import type { CodeEditParts } from './codeEditParts.ts';
import type { EditOrder } from './editOrder.ts';
import { fitsAnswer } from './fitsAnswer.ts';
import { editQuestion } from './writeEdit.ts';

/** Limit in characters; comparing longer files would take too long. */
const MAX_COMPARED = 500_000;

/** Requests documentation comments for the code, as an edit that the user reviews. */
export async function documentCode(parts: CodeEditParts, argument?: unknown): Promise<void> {
  if (!parts.trustsWorkspace()) return tellUntrusted();
  const costOf = (picked: PickedCode): string => parts.costText(editQuestion(orderOf(parts, picked)));
  const picked = await pickCode(placeIn(argument), costOf, {
    placeHolder: vscode.l10n.t('Nothing is selected. What do you want to document?'),
    takesPlaces: false,
  });
  if (!picked || !(await fitsAnswer(parts.answerLimit, 'document', picked.attachment.text))) return;
  await parts.runEdit(orderOf(parts, picked));
}

function orderOf({ replyLanguage }: CodeEditParts, picked: PickedCode): EditOrder {
  const { document, range, attachment, version } = picked;
  const { languageId } = attachment;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  return {
    feature: 'document',
    title: vscode.l10n.t('Documenting {name}', { name }),
    target: { document, range, code: attachment.text, version },
    typed: '',
    prompt: commandPrompt('document', { language: promptLanguage(replyLanguage()), languageId, problems: [] }),
    attachments: [...codeAbove(document, range), attachment],
    warning: (before, after) =>
      before.length < MAX_COMPARED && differOnlyInComments(before, after, languageId) === false
        ? vscode.l10n.t('Look at each place in “{name}”: more than comments would change.', {
            name,
          })
        : undefined,
  };
}
