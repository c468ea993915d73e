import * as vscode from 'vscode';
import { differOnlyInComments } from '../../core/code/differOnlyInComments.ts';
import { commandPrompt } from '../../core/conversation/commandPrompts.ts';
import { pickCode } from '../commands/pickCode.ts';
import { placeIn } from '../commands/selectionCommand.ts';
import { promptLanguage } from '../commands/selectionQuestion.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import { codeAbove } from './codeAbove.ts';
import type { CodeEditParts } from './codeEditParts.ts';

/** Longer files would take too long to compare. */
const MAX_COMPARED = 500_000;

/** Has documentation comments written into the code, as an edit that the person looks at. */
export async function documentCode({ runEdit, replyLanguage }: CodeEditParts, argument?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) return tellUntrusted();
  const picked = await pickCode(placeIn(argument));
  if (!picked) return;
  const { document, range, attachment } = picked;
  const { languageId } = attachment;
  const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  await runEdit({
    feature: 'document',
    title: vscode.l10n.t('Documenting {name}', { name }),
    target: { document, range },
    typed: '',
    prompt: commandPrompt('document', { language: promptLanguage(replyLanguage()), languageId, problems: [] }),
    attachments: [...codeAbove(document, range), attachment],
    warning: (before, after) =>
      before.length < MAX_COMPARED && differOnlyInComments(before, after, languageId) === false
        ? vscode.l10n.t('More than comments would change in “{name}”: look at each place before you accept it.', {
            name,
          })
        : undefined,
  });
}
