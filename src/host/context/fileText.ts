import * as vscode from 'vscode';

/** Stands where bytes are nothing in the encoding that was taken. */
const REPLACEMENT = '\ufffd';

/**
 * The text of a file: as it stands in an editor, changes that are not saved included, else as VS Code would decode it.
 * Files that are not what the settings say are tried as Chinese ones. Rejects for a file that is no text.
 */
export async function fileText(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  const shown = open?.getText();
  if (shown !== undefined && (open?.isDirty === true || !shown.includes(REPLACEMENT))) return shown;
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = await vscode.workspace.decode(bytes, { uri });
  return text.includes(REPLACEMENT) ? (asChinese(bytes) ?? text) : text;
}

function asChinese(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
