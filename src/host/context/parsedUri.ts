import * as vscode from 'vscode';

/** Parses an untrusted address; returns `undefined` when it is not a URI with a scheme. */
export function parsedUri(address: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(address, true);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
