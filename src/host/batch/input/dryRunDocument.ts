import * as vscode from 'vscode';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import type { DryRun } from '../../../core/batch/plan/dryRunReport.ts';
import type { Logger } from '../../../core/logger.ts';
import { MarkdownDocument } from '../../markdownDocument.ts';
import { dryRunText } from './dryRunText.ts';

/** Shows the results of dry runs. */
export class DryRunDocument implements vscode.Disposable {
  readonly #document: MarkdownDocument;
  readonly #timeZone: () => string | undefined;

  /** @param timeZone returns the IANA name of the user's time zone. */
  constructor(timeZone: () => string | undefined, logger: Logger) {
    this.#document = new MarkdownDocument('wenxin-dry-run', logger);
    this.#timeZone = timeZone;
  }

  /** Shows a dry run, replacing the previous one. */
  async show(input: Pick<BatchInput, 'title'>, run: DryRun): Promise<void> {
    await this.#document.show(vscode.l10n.t('Dry Run of the Batch'), dryRunText(input, run, this.#timeZone()));
  }

  dispose(): void {
    this.#document.dispose();
  }
}
