import * as vscode from 'vscode';
import type { HistoryParts } from './historyParts.ts';
import { tellHistoryFailure } from './historyFailure.ts';

/**
 * Deletes a conversation, stops its running answer, and offers to undo the deletion while the notification is open. If
 * it is shown, a new chat replaces it, and restoring shows it again. Resolves once it is deleted, without waiting for
 * the notification.
 *
 * @param onRestored called when the deletion was undone.
 */
export async function deleteConversation(
  parts: HistoryParts,
  { id, title }: { readonly id: string; readonly title: string },
  onRestored: () => void,
): Promise<void> {
  try {
    await parts.changes.delete(id);
  } catch (error) {
    return tellHistoryFailure(vscode.l10n.t('The conversation could not be deleted.'), error, parts.logger);
  }
  const isShown = id === parts.current();
  parts.leave(id);
  void offerUndo(parts, { id, title }, isShown).then(isRestored => {
    if (isRestored) onRestored();
  });
}

async function offerUndo(
  { changes, open, logger }: HistoryParts,
  { id, title }: { readonly id: string; readonly title: string },
  wasShown: boolean,
): Promise<boolean> {
  const undo = vscode.l10n.t('Undo');
  const sentence = vscode.l10n.t('“{title}” was deleted. It is removed for good after 30 days.', { title });
  if ((await vscode.window.showInformationMessage(sentence, undo)) !== undo) return false;
  try {
    await changes.restore(id);
    if (wasShown) await open(id);
    return true;
  } catch (error) {
    await tellHistoryFailure(vscode.l10n.t('The conversation could not be restored.'), error, logger);
    return false;
  }
}
