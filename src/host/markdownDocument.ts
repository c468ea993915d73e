import * as vscode from 'vscode';
import { describeError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';

/** A read-only virtual document with one text at a time, shown in the Markdown preview where available. */
export class MarkdownDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #scheme: string;
  readonly #logger: Logger;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  readonly onDidChange = this.#changes.event;

  /** @param scheme of the document's URI; each document has its own. */
  constructor(scheme: string, logger: Logger) {
    this.#scheme = scheme;
    this.#logger = logger;
    // Only after `onDidChange` is set: VS Code reads it at registration.
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Shows a text, replacing the previous one. */
  async show(title: string, text: string): Promise<void> {
    this.#text = text;
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `${title}.md` });
    this.#changes.fire(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch (error) {
      // The user can disable VS Code's Markdown extension.
      this.#logger.info(`There is no preview of Markdown: ${describeError(error)}`);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
