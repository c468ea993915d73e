import * as vscode from 'vscode';
import type { HistoryParts } from './historyParts.ts';
import { tellHistoryFailure } from './historyFailure.ts';

/**
 * Deletes a conversation, and offers to undo that; it can be undone as long as the message is there. What is being
 * answered in it is stopped. One that is shown makes room for a new chat, and is shown again when it is restored. Resolves when it is deleted, not when that was read.
 *
 * @param onRestored hears that it is back.
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
