import * as vscode from 'vscode';
import { SCHEMES } from '../../ids.ts';

/** Gives VS Code the texts that files would have with the changes of a batch. */
export class ReviewTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEMES.batchChange, this);
  #count = 0;

  /** The address of a text that a file would have. Its comparison has the colours of the file's language. */
  add({ path }: vscode.Uri, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEMES.batchChange, path, query: String(++this.#count) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Closes the comparisons, and forgets their texts. */
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
    // VS Code does not say what a tab with many comparisons shows, but that it is one.
    return isManyDiffs(input) && input.textDiffs.some(({ modified }) => this.#texts.has(modified.toString()));
  }
}

function isManyDiffs(input: unknown): input is { readonly textDiffs: readonly vscode.TabInputTextDiff[] } {
  return typeof input === 'object' && input !== null && 'textDiffs' in input && Array.isArray(input.textDiffs);
}
