import * as vscode from 'vscode';

/** Marks bytes that are invalid in the chosen encoding. */
const REPLACEMENT = '\ufffd';

/**
 * Returns the text of a file: from an open editor, unsaved changes included, else as VS Code decodes it. Files that do
 * not match the configured encoding are tried as Chinese (GB 18030). Rejects for a binary file.
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
