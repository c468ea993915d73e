import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
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

/**
 * Delays before a file without lenses is looked at again. Its language extension may still be starting, and VS Code asks
 * again only when the file changes.
 */
const LOOK_AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 8_000, 16_000];

/** Keeps the code lens provider registered while the settings enable any lens, and follows changes of the settings. */
export class LensSwitch implements vscode.Disposable {
  readonly #configuration: Configuration;
  readonly #provide: ProvideLenses;
  readonly #clock: Clock;
  /** How many times a file without lenses was looked at. */
  readonly #looks = new WeakMap<vscode.TextDocument, number>();
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #unsubscribe: () => void;
  #registered: vscode.Disposable | undefined;
  #wanted = '';
  #isDisposed = false;

  /** @param provide first called when VS Code requests lenses for a file. */
  constructor(configuration: Configuration, provide: ProvideLenses, clock: Clock) {
    this.#configuration = configuration;
    this.#provide = provide;
    this.#clock = clock;
    this.#unsubscribe = configuration.onDidChange(() => this.#follow());
    this.#follow();
  }

  dispose(): void {
    this.#isDisposed = true;
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
        provideCodeLenses: (document, token) => this.#lenses(document, token),
      });
      this.#changes.fire();
    }
  }

  async #lenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const lenses = await this.#provide(document, this.#features(), token);
    const looks = this.#looks.get(document) ?? 0;
    const delayMs = LOOK_AGAIN_MS[looks];
    if (lenses.length === 0 && delayMs !== undefined) {
      this.#looks.set(document, looks + 1);
      this.#clock.after(delayMs, () => {
        if (!this.#isDisposed && !document.isClosed) this.#changes.fire();
      });
    }
    return lenses;
  }

  #features(): readonly LensFeature[] {
    if (!this.#configuration.get('wenxin.codeLens.enabled')) return [];
    return LENS_FEATURES.filter(feature => this.#configuration.get(`wenxin.codeLens.${feature}`));
  }
}
