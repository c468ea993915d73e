import * as vscode from 'vscode';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { SCHEMES } from '../ids.ts';

/** A change that a person looks at before it is made. */
export interface Proposal {
  /** The file to change. */
  readonly uri: vscode.Uri;
  readonly name: string;
  /** Where it really was when the change was made up. */
  readonly place: string;
  /** All of its text then. */
  readonly before: string;
  readonly edit: SmallEdit;
  /** Makes the change up anew, for the file as it is then. */
  readonly again: () => Promise<void>;
}

/** The changes that people look at: gives VS Code the text that a file would have. */
export class Proposals implements vscode.TextDocumentContentProvider {
  readonly #proposals = new Map<string, Proposal>();
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** Takes a change in, and gives the address of the text that the file would have. */
  add(proposal: Proposal, after: string): vscode.Uri {
    const uri = this.#keep(SCHEMES.proposal, proposal.uri, after);
    this.#proposals.set(uri.toString(), proposal);
    return uri;
  }

  /** Gives the address of code that is compared with a file, and is no change of it. */
  addCode(file: vscode.Uri, code: string): vscode.Uri {
    return this.#keep(SCHEMES.answer, file, code);
  }

  /** The address of the change that is meant: by what a menu says of its place, else by what is looked at. */
  meant(place: unknown): vscode.Uri | undefined {
    if (place instanceof vscode.Uri && this.#proposals.has(place.toString())) return place;
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  }

  get(uri: vscode.Uri): Proposal | undefined {
    return this.#proposals.get(uri.toString());
  }

  /** Takes a change away, closes its comparison, and puts the question about it out of sight. */
  async close(uri: vscode.Uri): Promise<void> {
    this.forget(uri);
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => shows(input, uri)));
    await vscode.commands.executeCommand('notifications.hideToasts');
  }

  /** Nobody looks at it any more. */
  forget(uri: vscode.Uri): void {
    this.#proposals.delete(uri.toString());
    this.#texts.delete(uri.toString());
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  #keep(scheme: string, { path }: vscode.Uri, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path, query: String(++this.#count) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}

function shows(input: unknown, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString();
}
