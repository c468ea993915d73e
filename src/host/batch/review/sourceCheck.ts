import * as vscode from 'vscode';
import type { Item, ItemFailure } from '../../../core/batch/item.ts';
import { sourceHash, sourceText } from '../input/sourceText.ts';

/**
 * Why an item must not be asked: its file has another text than when it was planned, unsaved changes included, or is gone. An
 * answer would be about something that is not there.
 */
export async function sourceCheck({ source }: Item): Promise<ItemFailure | undefined> {
  if (source === undefined) return undefined;
  const text = await sourceText(vscode.Uri.parse(source.uri, true)).then(
    read => read,
    // It rejects for a file that is gone or no text, by errors of many kinds: it is not what it was.
    () => undefined,
  );
  return text !== undefined && sourceHash(text) === source.sha256 ? undefined : { kind: 'input-changed' };
}
