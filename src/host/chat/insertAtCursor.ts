import * as vscode from 'vscode';

/** Inserts the text at the cursor of the editor that was used last; replaces what is selected there. */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(isFile);
  if (!editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and put the cursor where the code shall go.'));
    return;
  }
  const inserted = await editor.edit(edit => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
  if (!inserted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The code could not be inserted: this file cannot be edited.'));
    return;
  }
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

function isFile(editor: vscode.TextEditor): boolean {
  return ['file', 'untitled', 'vscode-remote'].includes(editor.document.uri.scheme);
}
