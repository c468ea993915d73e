import * as vscode from 'vscode';

/** The document of a scheme that some page shows, as soon as it is open. */
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

/** Resolves when VS Code has given the document another text because of what was done. */
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
