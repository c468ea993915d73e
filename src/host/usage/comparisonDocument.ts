import * as vscode from 'vscode';
import type { Logger } from '../../core/logger.ts';
import { MarkdownDocument } from '../markdownDocument.ts';
import type { SourcedComparison } from './compareBill.ts';
import { comparisonMarkdown } from './comparisonMarkdown.ts';

/** Shows comparisons with Baidu's bill. */
export class ComparisonDocument implements vscode.Disposable {
  readonly #document: MarkdownDocument;

  constructor(logger: Logger) {
    this.#document = new MarkdownDocument('wenxin-bill', logger);
  }

  /** Shows a comparison, replacing the previous one. */
  async show({ comparison, source }: SourcedComparison): Promise<void> {
    await this.#document.show(vscode.l10n.t("Comparison with Baidu's Bill"), comparisonMarkdown(comparison, source));
  }

  dispose(): void {
    this.#document.dispose();
  }
}
