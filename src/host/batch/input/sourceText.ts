import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { fileText } from '../../context/fileText.ts';

/**
 * Returns the text of a file as VS Code's document has it: from an open editor, else decoded, with mixed line endings
 * normalized as VS Code does. Rejects for a binary file.
 */
export async function sourceText(uri: vscode.Uri): Promise<string> {
  return withOneLineEnd(await fileText(uri));
}

/** Returns the hash that identifies a text; see `ItemSource.sha256`. */
export function sourceHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Normalizes line endings to the most frequent one, as VS Code does for documents. */
function withOneLineEnd(text: string): string {
  const returns = countOf(text, /\r\n?/g);
  const total = returns + countOf(text, /(?<!\r)\n/g);
  if (returns === 0 || total === 0) return text;
  return text.replace(/\r\n|\r|\n/g, returns > total / 2 ? '\r\n' : '\n');
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count++;
  return count;
}
