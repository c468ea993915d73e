import * as vscode from 'vscode';
import type { Item, ItemFailure } from '../../../core/batch/item.ts';
import { sourceHash, sourceText } from '../input/sourceText.ts';

/**
 * Returns why an item must not be sent: its file is gone, or its text, unsaved changes included, differs from the plan.
 * An answer would be about text that no longer exists.
 */
export async function sourceCheck({ source }: Item): Promise<ItemFailure | undefined> {
  if (source === undefined) return undefined;
  const text = await sourceText(vscode.Uri.parse(source.uri, true)).then(
    read => read,
    // Rejects with various errors for a file that is gone or binary: either way it has changed.
    () => undefined,
  );
  return text !== undefined && sourceHash(text) === source.sha256 ? undefined : { kind: 'input-changed' };
}
