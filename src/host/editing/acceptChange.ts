import * as vscode from 'vscode';
import { makeChange, tellUnsaved } from './makeChange.ts';
import type { Proposal, Proposals } from './proposals.ts';

/**
 * Applies the change shown at `proposed`, if the file still matches the diff. Saves the file if it had no unsaved
 * changes before; otherwise saving is left to the user.
 */
export async function acceptChange(proposals: Proposals, proposed: vscode.Uri): Promise<void> {
  const proposal = proposals.get(proposed);
  if (proposal === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This change is not open any more.'));
    return;
  }
  const { uri, place, before, edit } = proposal;
  const made = await makeChange({ uri, place, before, edits: [edit] });
  if (made === 'changed') return tellChanged(proposals, proposed, proposal);
  if (made === undefined) return;
  const { document, name, wasSaved } = made;
  const isSaved = !wasSaved || (await document.save());
  await proposals.close(proposed);
  if (!isSaved) tellUnsaved(name);
  const range = new vscode.Range(document.positionAt(edit.start), document.positionAt(edit.start + edit.text.length));
  await vscode.window.showTextDocument(document, { selection: range });
}

async function tellChanged(proposals: Proposals, proposed: vscode.Uri, { name, again }: Proposal): Promise<void> {
  const compare = vscode.l10n.t('Compare');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{file}” changed after the answer was made; nothing was applied.', { file: name }),
    compare,
  );
  if (chosen !== compare) return;
  await proposals.close(proposed);
  await again();
}
