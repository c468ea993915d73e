import * as vscode from 'vscode';

const SCHEME = 'wenxin-context';

/** The most documents whose texts are kept, closed ones included. */
const MOST_KEPT = 20;

/** Shows texts without a file as virtual documents that can be read, searched and copied, and never ask to be saved. */
export class TextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #scheme: string;
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#changes.event;

  /** @param scheme must differ for each separately bundled part of the extension. */
  constructor(scheme = SCHEME) {
    this.#scheme = scheme;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /**
   * Opens a document with that text.
   *
   * @param key distinguishes documents with the same title.
   */
  async show(title: string, key: string, text: string, languageId: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${title.replaceAll('/', '∕')}`, query: key });
    this.#texts.delete(uri.toString());
    this.#texts.set(uri.toString(), text);
    for (const oldest of [...this.#texts.keys()].slice(0, -MOST_KEPT)) this.#texts.delete(oldest);
    this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
