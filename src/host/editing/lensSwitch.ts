import * as vscode from 'vscode';
import type { Configuration } from '../configuration.ts';

/** What can be clicked above a function, in this order. */
const LENS_FEATURES = ['explain', 'document', 'test', 'refactor'] as const;

export type LensFeature = (typeof LENS_FEATURES)[number];

/** Makes the commands above the functions of a document. */
export type ProvideLenses = (
  document: vscode.TextDocument,
  features: readonly LensFeature[],
  token: vscode.CancellationToken,
) => Promise<vscode.CodeLens[]>;

/** Files, on this computer or another one. Output, sides of comparisons and the like are no code to be asked about. */
const FILES: vscode.DocumentSelector = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].map(scheme => ({ scheme }));

/** Has commands shown above functions as long as the person wants some, by the settings as they are at every moment. */
export class LensSwitch implements vscode.Disposable {
  readonly #configuration: Configuration;
  readonly #provide: ProvideLenses;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #unsubscribe: () => void;
  #registered: vscode.Disposable | undefined;
  #wanted = '';

  /** @param provide is first called when there is a file to show them in. */
  constructor(configuration: Configuration, provide: ProvideLenses) {
    this.#configuration = configuration;
    this.#provide = provide;
    this.#unsubscribe = configuration.onDidChange(() => this.#follow());
    this.#follow();
  }

  dispose(): void {
    this.#unsubscribe();
    this.#registered?.dispose();
    this.#changes.dispose();
  }

  #follow(): void {
    const wanted = this.#features().join();
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted === '') {
      this.#registered?.dispose();
      this.#registered = undefined;
    } else {
      this.#registered ??= vscode.languages.registerCodeLensProvider(FILES, {
        onDidChangeCodeLenses: this.#changes.event,
        provideCodeLenses: (document, token) => this.#provide(document, this.#features(), token),
      });
      this.#changes.fire();
    }
  }

  #features(): readonly LensFeature[] {
    if (!this.#configuration.get('wenxin.codeLens.enabled')) return [];
    return LENS_FEATURES.filter(feature => this.#configuration.get(`wenxin.codeLens.${feature}`));
  }
}
