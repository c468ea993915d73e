import * as vscode from 'vscode';
import { positionIn } from '../../core/code/textLines.ts';
import type { EditOrder, RunEdit } from './editOrder.ts';
import { rangeNow } from './rangeNow.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Warns that a file changed since its edit was requested. Offers to ask again if the code is still in the file. */
export async function tellChanged(edits: ShownEdits, run: RunEdit, edit: ShownEdit): Promise<void> {
  const again = await sameAsNow(edit);
  const ask = vscode.l10n.t('Ask Again');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('“{file}” changed after the answer was made; nothing was applied.', { file: edit.name }),
    ...(again === undefined ? [] : [ask]),
  );
  if (chosen !== ask || again === undefined) return;
  await edits.close(edit);
  await run(again);
}

/** Returns the order for the code's current location; none once hunks were accepted, as the code is different then. */
async function sameAsNow({ order, target, file, changed }: ShownEdit): Promise<EditOrder | undefined> {
  const code = target.before.slice(target.start, target.end);
  if ('newFile' in order.target || changed !== undefined || code === '') return undefined;
  const document = await vscode.workspace.openTextDocument(file).then(
    opened => opened,
    () => undefined,
  );
  if (document === undefined) return undefined;
  const { line, character } = positionIn(target.before, target.start);
  // Version -1 matches no document, so that `rangeNow` searches for the code.
  const before = { document, range: new vscode.Range(line, character, line, character), code, version: -1 };
  const range = rangeNow(before, document);
  return range && { ...order, target: { document, range, code, version: document.version } };
}
