import * as vscode from 'vscode';
import { positionIn } from '../../core/code/textLines.ts';
import type { EditOrder, RunEdit } from './editOrder.ts';
import { rangeNow } from './rangeNow.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Says that a file changed since an edit of it was asked for. The same can be asked again where the code is still there. */
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

/** What was ordered, for where the code stands now. Once a part of it was accepted, that would be about other code. */
async function sameAsNow({ order, target, file, changed }: ShownEdit): Promise<EditOrder | undefined> {
  const code = target.before.slice(target.start, target.end);
  if ('newFile' in order.target || changed !== undefined || code === '') return undefined;
  const document = await vscode.workspace.openTextDocument(file).then(
    opened => opened,
    () => undefined,
  );
  if (document === undefined) return undefined;
  const { line, character } = positionIn(target.before, target.start);
  // Nothing of that version is left: the code has to be looked for.
  const before = { document, range: new vscode.Range(line, character, line, character), code, version: -1 };
  const range = rangeNow(before, document);
  return range && { ...order, target: { document, range, code, version: document.version } };
}
