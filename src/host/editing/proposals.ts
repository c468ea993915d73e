import * as vscode from 'vscode';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { SCHEMES } from '../ids.ts';

/** A change that the user reviews before it is applied. */
export interface Proposal {
  /** The file to change. */
  readonly uri: vscode.Uri;
  readonly name: string;
  /** Real path of the file, with links resolved, when the change was computed. */
  readonly place: string;
  /** Full text of the file at that time. */
  readonly before: string;
  readonly edit: SmallEdit;
  /** Computes the change again, for the file's current text. */
  readonly again: () => Promise<void>;
}

/** The changes under review; provides VS Code with the proposed text of their files. */
export class Proposals implements vscode.TextDocumentContentProvider {
  readonly #proposals = new Map<string, Proposal>();
  readonly #texts = new Map<string, string>();
  #count = 0;

  /** Adds a change and returns the URI of the proposed text. */
  add(proposal: Proposal, after: string): vscode.Uri {
    const uri = this.#keep(SCHEMES.proposal, proposal.uri, after);
    this.#proposals.set(uri.toString(), proposal);
    return uri;
  }

  /** Returns a URI for code that is compared with a file but not proposed as a change to it. */
  addCode(file: vscode.Uri, code: string): vscode.Uri {
    return this.#keep(SCHEMES.answer, file, code);
  }

  /** Returns the URI of the change a command refers to: the menu's argument, or else the diff in the active tab. */
  meant(place: unknown): vscode.Uri | undefined {
    if (place instanceof vscode.Uri && this.#proposals.has(place.toString())) return place;
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  }

  get(uri: vscode.Uri): Proposal | undefined {
    return this.#proposals.get(uri.toString());
  }

  /** Removes a change, closes its diff, and hides the notification about it. */
  async close(uri: vscode.Uri): Promise<void> {
    this.forget(uri);
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(({ input }) => shows(input, uri)));
    await vscode.commands.executeCommand('notifications.hideToasts');
  }

  /** Removes a change whose diff was closed. */
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
