import * as vscode from 'vscode';

const SCHEME = 'wenxin-context';

/** Texts of documents that were closed are kept no longer than this many others. */
const MOST_KEPT = 20;

/** Shows texts that have no file as documents that can be read, searched and copied, and that ask nobody to save them. */
export class TextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #scheme: string;
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#changes.event;

  /** @param scheme one for each part of the extension that is bundled by itself. */
  constructor(scheme = SCHEME) {
    this.#scheme = scheme;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** @param key tells apart documents of the same title. */
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
