import * as vscode from 'vscode';

/** Waits for a document with this scheme to open, and returns it. */
export async function documentOf(scheme: string): Promise<vscode.TextDocument> {
  const open = (): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme);
  return new Promise(resolve => {
    const look = (): void => {
      const document = open();
      if (document === undefined) return;
      subscription.dispose();
      resolve(document);
    };
    const subscription = vscode.workspace.onDidOpenTextDocument(look);
    look();
  });
}

/** Runs `act`, and waits until VS Code has changed the text of the document. */
export async function changeOf(document: vscode.TextDocument, act: () => Promise<void>): Promise<void> {
  const changed = new Promise<void>(resolve => {
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
      if (uri.toString() !== document.uri.toString()) return;
      subscription.dispose();
      resolve();
    });
  });
  await act();
  await changed;
}
