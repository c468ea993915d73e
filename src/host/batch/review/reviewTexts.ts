import * as vscode from 'vscode';
import { SCHEMES } from '../../ids.ts';

/** Provides the texts that files would have with a batch's changes. */
export class ReviewTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEMES.batchChange, this);
  #count = 0;

  /** Returns a URI for a text. It keeps the file's path, so that the diff is highlighted in the file's language. */
  add({ path }: vscode.Uri, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEMES.batchChange, path, query: String(++this.#count) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Closes the diff editors and discards their texts. */
  async clear(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => this.#shows(input)));
    this.#texts.clear();
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #shows(input: unknown): boolean {
    if (input instanceof vscode.TabInputTextDiff) return this.#texts.has(input.modified.toString());
    // VS Code's API has no type for the input of a multi-diff tab, only its shape.
    return isManyDiffs(input) && input.textDiffs.some(({ modified }) => this.#texts.has(modified.toString()));
  }
}

function isManyDiffs(input: unknown): input is { readonly textDiffs: readonly vscode.TabInputTextDiff[] } {
  return typeof input === 'object' && input !== null && 'textDiffs' in input && Array.isArray(input.textDiffs);
}
