import * as vscode from 'vscode';

/**
 * Selects a part of an editor. VS Code tells late where the cursor stood when the editor opened, which would take the
 * selection back for a moment: so it is looked at again after VS Code had its turn.
 */
export async function selectIn(editor: vscode.TextEditor, selection: vscode.Selection): Promise<void> {
  do {
    editor.selection = selection;
    await vscode.commands.executeCommand('setContext', 'wenxin.test', true);
  } while (!editor.selection.isEqual(selection));
}
