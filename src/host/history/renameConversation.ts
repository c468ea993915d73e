import * as vscode from 'vscode';
import { MAX_TITLE_LENGTH, titleOf } from '../../core/conversation/conversationTitle.ts';
import type { HistoryParts } from './historyParts.ts';
import { tellHistoryFailure } from './historyFailure.ts';

/** Asks for a new title of a conversation and stores it. */
export async function renameConversation(
  { changes, logger }: HistoryParts,
  { id, title }: { readonly id: string; readonly title: string },
): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Conversation'),
    prompt: vscode.l10n.t('The title of the conversation in the list'),
    value: title,
    validateInput: text => {
      if (titleOf(text) === '') return vscode.l10n.t('A title needs at least one character.');
      return text.trim().length > MAX_TITLE_LENGTH
        ? {
            message: vscode.l10n.t('The title is cut after {count} characters.', { count: MAX_TITLE_LENGTH }),
            severity: vscode.InputBoxValidationSeverity.Info,
          }
        : undefined;
    },
  });
  if (typed === undefined || titleOf(typed) === title) return;
  try {
    await changes.rename(id, typed);
  } catch (error) {
    await tellHistoryFailure(vscode.l10n.t('The conversation could not be renamed.'), error, logger);
  }
}
