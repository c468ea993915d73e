import * as vscode from 'vscode';

/** So often whoever was interrupted is asked. */
const MOST_TRIES = 3;

/**
 * What a document is made of, as its language's extension sees it; empty where none is known. VS Code gives up when the
 * document or the extension changes while it is asked, and says "Canceled": that is no failure, and can be asked again.
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

/** What comes from VS Code's window is an error of that name, and no object of its class. */
function isCanceled(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'Canceled');
}
