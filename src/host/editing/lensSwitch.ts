import * as vscode from 'vscode';
import type { Configuration } from '../configuration.ts';

/** Code lenses above a function, in display order. */
const LENS_FEATURES = ['explain', 'document', 'test', 'refactor'] as const;

export type LensFeature = (typeof LENS_FEATURES)[number];

/** Returns the code lenses of a document. */
export type ProvideLenses = (
  document: vscode.TextDocument,
  features: readonly LensFeature[],
  token: vscode.CancellationToken,
) => Promise<vscode.CodeLens[]>;

/** Local and remote files. Output panels, sides of diffs and the like are excluded. */
const FILES: vscode.DocumentSelector = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].map(scheme => ({ scheme }));

/** Keeps the code lens provider registered while the settings enable any lens, and follows changes of the settings. */
export class LensSwitch implements vscode.Disposable {
  readonly #configuration: Configuration;
  readonly #provide: ProvideLenses;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #unsubscribe: () => void;
  #registered: vscode.Disposable | undefined;
  #wanted = '';

  /** @param provide first called when VS Code requests lenses for a file. */
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
