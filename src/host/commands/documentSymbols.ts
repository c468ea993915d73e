import * as vscode from 'vscode';

/** Attempts when VS Code cancels the request. */
const MOST_TRIES = 3;

/**
 * Returns a document's symbols from its language extension; empty when there are none. VS Code cancels the request
 * ("Canceled") when the document or the extension changes meanwhile; that is not a failure, so it is retried.
 */
export async function documentSymbols({ uri }: vscode.TextDocument): Promise<readonly vscode.DocumentSymbol[]> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      const symbols = await vscode.commands.executeCommand<
        (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
      >('vscode.executeDocumentSymbolProvider', uri);
      return (symbols ?? []).filter(symbol => 'children' in symbol);
    } catch (error) {
      if (!isCanceled(error)) throw error;
    }
  }
  return [];
}

/** Errors from the VS Code window have this name, but are not instances of the class. */
function isCanceled(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'Canceled');
}
