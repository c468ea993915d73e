import * as vscode from 'vscode';

const SCHEME = 'wenxin-report';

/** Shows a report as a virtual document that can be read, searched and copied, and never asks to be saved. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  readonly onDidChange = this.#changes.event;

  constructor() {
    // Only after `onDidChange` is set: VS Code reads it at registration.
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Shows a report, replacing the previous one. */
  async show(text: string, title: string): Promise<void> {
    this.#text = text;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${title}.md` });
    this.#changes.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
