import * as vscode from 'vscode';
import { mayChange, mayEncode } from './mayChange.ts';
import type { Proposal, Proposals } from './proposals.ts';
import { isAsOnDisk, type TargetFile, targetFile } from './targetFile.ts';

/**
 * Makes the change that is shown at `proposed`, if the file is still as the comparison showed it. What can be asked is
 * asked first, and the file is looked at again after the last answer. The change is one step to undo. A file without
 * unsaved changes is saved, by VS Code, which keeps its encoding; another one the person saves.
 */
export async function acceptChange(proposals: Proposals, proposed: vscode.Uri): Promise<void> {
  const proposal = proposals.get(proposed);
  if (proposal === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This change is not open any more.'));
    return;
  }
  const file = await unchanged(proposals, proposed, proposal);
  if (file === undefined || !(await mayChange(file)) || !(await mayEncode(file, proposal.text))) return;
  const again = await unchanged(proposals, proposed, proposal);
  if (again === undefined) return;
  const { document, name } = again;
  const wasSaved = !document.isDirty && !document.isUntitled;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, proposal.range, proposal.text);
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('“{name}” cannot be changed: it is read-only.', { name }));
    return;
  }
  const isSaved = !wasSaved || (await document.save());
  await proposals.close(proposed);
  if (!isSaved) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('“{name}” was changed in the editor, but could not be saved. Save or undo it there.', { name }),
    );
  }
  const end = document.positionAt(document.offsetAt(proposal.range.start) + proposal.text.length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(proposal.range.start, end) });
}

/** The file, if nothing about it changed since the comparison was made; else the person is told. */
async function unchanged(
  proposals: Proposals,
  proposed: vscode.Uri,
  proposal: Proposal,
): Promise<TargetFile | undefined> {
  const file = await targetFile(proposal.uri);
  if ('problem' in file) {
    void vscode.window.showWarningMessage(file.problem);
    return undefined;
  }
  const { document, name } = file;
  // In this order: VS Code may read the file anew while the disk is looked at.
  if (file.place === proposal.place && (await isAsOnDisk(document)) && document.getText() === proposal.before) {
    return file;
  }
  const compare = vscode.l10n.t('Compare');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{file}” changed after the answer was made; nothing was applied.', { file: name }),
    compare,
  );
  if (chosen === compare) {
    await proposals.close(proposed);
    await proposal.again();
  }
  return undefined;
}
