import * as vscode from 'vscode';

/**
 * Selects a range in an editor. VS Code reports the initial cursor position of an opened editor late, which resets the
 * selection; it is therefore set again until it survives a round trip to VS Code.
 */
export async function selectIn(editor: vscode.TextEditor, selection: vscode.Selection): Promise<void> {
  do {
    editor.selection = selection;
    await vscode.commands.executeCommand('setContext', 'wenxin.test', true);
  } while (!editor.selection.isEqual(selection));
}
