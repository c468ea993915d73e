import * as vscode from 'vscode';
import type { EditPlace } from '../../core/code/edit/newText.ts';
import { targetFile } from '../editing/targetFile.ts';
import { tellUntrusted } from '../editing/tellUntrusted.ts';
import type { EditTarget, RunEdit } from './editOrder.ts';
import type { EditParts } from './editParts.ts';
import { writeEdit } from './writeEdit.ts';

/** Makes what runs edits. */
export function runEdit(parts: EditParts): RunEdit {
  return async order => {
    if (!vscode.workspace.isTrusted) return tellUntrusted();
    const found = await placeOf(order.target);
    if (found === undefined) return;
    const edit = await parts.edits.open(order, found.place, found.target);
    await writeEdit(parts, edit, { ...order, earlier: [] });
  };
}

/** Where the edit goes; `undefined` where it cannot, which the person is told. */
async function placeOf(
  target: EditTarget,
): Promise<{ readonly place: string; readonly target: EditPlace } | undefined> {
  if ('newFile' in target) {
    const { newFile } = target;
    const name = newFile.path.slice(newFile.path.lastIndexOf('/') + 1);
    if (await isThere(newFile)) return tell(vscode.l10n.t('“{name}” exists already.', { name }));
    if (vscode.workspace.fs.isWritableFileSystem(newFile.scheme) === true) {
      return { place: newFile.toString(), target: { before: '', start: 0, end: 0 } };
    }
    return tell(vscode.l10n.t('“{name}” cannot be changed: it is read-only.', { name }));
  }
  const { document, range } = target;
  const file = await targetFile(document.uri);
  if ('problem' in file) return tell(file.problem);
  const start = document.offsetAt(range.start);
  return { place: file.place, target: { before: document.getText(), start, end: document.offsetAt(range.end) } };
}

export async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function tell(message: string): undefined {
  void vscode.window.showWarningMessage(message);
}
