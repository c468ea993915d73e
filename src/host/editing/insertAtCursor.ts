import * as vscode from 'vscode';
import { indentTo } from '../../core/code/fitCode.ts';
import { lastEditor } from './lastEditor.ts';
import { visibleCode } from './visibleCode.ts';

/**
 * Inserts code at the cursors of the last used editor, replacing selected text. Indents it like the cursor's line.
 */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = lastEditor();
  if (!editor) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a file and put the cursor where the code should go.'),
    );
    return;
  }
  const code = await visibleCode(text);
  if (code === undefined) return;
  const inserted = await editor.edit(edit => {
    for (const selection of editor.selections) edit.replace(selection, indented(code, editor.document, selection));
  });
  if (!inserted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The code could not be inserted: this file cannot be edited.'));
    return;
  }
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/** Indents code like its line; code inserted after other text on the line is returned unchanged. */
function indented(code: string, document: vscode.TextDocument, { start }: vscode.Selection): string {
  const before = document.lineAt(start.line).text.slice(0, start.character);
  if (before === '') return code;
  return before.trim() === '' ? indentTo(code, before, true) : code;
}
