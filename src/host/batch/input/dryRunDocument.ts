import * as vscode from 'vscode';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import type { DryRun } from '../../../core/batch/plan/dryRunReport.ts';
import { describeError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import { dryRunText } from './dryRunText.ts';

const SCHEME = 'wenxin-dry-run';

/** Shows the result of a dry run as a virtual document, in the Markdown preview if there is one. */
export class DryRunDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly #timeZone: () => string | undefined;
  readonly #logger: Logger;
  #text = '';

  readonly onDidChange = this.#changes.event;

  /** @param timeZone returns the IANA name of the user's time zone. */
  constructor(timeZone: () => string | undefined, logger: Logger) {
    this.#timeZone = timeZone;
    this.#logger = logger;
    // Only after `onDidChange` is set: VS Code reads it at registration.
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Shows a dry run, replacing the previous one. */
  async show(input: Pick<BatchInput, 'title'>, run: DryRun): Promise<void> {
    this.#text = dryRunText(input, run, this.#timeZone());
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${vscode.l10n.t('Dry Run of the Batch')}.md` });
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
