import * as vscode from 'vscode';

/** Returns the active text editor, or else a visible one with a file; focus may be in a panel or a side bar. */
export function lastEditor(): vscode.TextEditor | undefined {
  return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(isFile);
}

function isFile(editor: vscode.TextEditor): boolean {
  return ['file', 'untitled', 'vscode-remote'].includes(editor.document.uri.scheme);
}
