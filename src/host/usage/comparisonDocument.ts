import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { SourcedComparison } from './compareBill.ts';
import { comparisonMarkdown } from './comparisonMarkdown.ts';

const SCHEME = 'wenxin-bill';

/** Shows comparisons as read-only documents, in the Markdown preview where available. */
export class ComparisonDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly #logger: Logger;
  #text = '';

  readonly onDidChange = this.#changes.event;

  constructor(logger: Logger) {
    this.#logger = logger;
    // Register only now that `onDidChange` is set: VS Code reads it only at registration.
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Shows a comparison, replacing the previous one. */
  async show({ comparison, source }: SourcedComparison): Promise<void> {
    this.#text = comparisonMarkdown(comparison, source);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${vscode.l10n.t("Comparison with Baidu's Bill")}.md` });
    this.#changes.fire(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch (error) {
      // The built-in Markdown extension may be disabled.
      this.#logger.info(`There is no preview of Markdown: ${describeError(error)}`);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
