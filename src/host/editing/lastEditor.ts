import * as vscode from 'vscode';

/** The editor of a file that a person used last; panels and side bars are none. */
export function lastEditor(): vscode.TextEditor | undefined {
  return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(isFile);
}

function isFile(editor: vscode.TextEditor): boolean {
  return ['file', 'untitled', 'vscode-remote'].includes(editor.document.uri.scheme);
}
