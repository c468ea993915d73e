import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { fileText } from '../../context/fileText.ts';

/**
 * The text of a file as its document has it: as it stands in an editor, else decoded, with the line ends that VS Code makes
 * of mixed ones. Rejects for a file that is no text.
 */
export async function sourceText(uri: vscode.Uri): Promise<string> {
  return withOneLineEnd(await fileText(uri));
}

/** By which a text is known again; see `ItemSource.sha256`. */
export function sourceHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** VS Code gives a document the line end that most of its lines have. */
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
