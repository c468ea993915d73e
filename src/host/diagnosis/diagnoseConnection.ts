import * as vscode from 'vscode';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { sentences } from '../sentences.ts';
import { diagnose, type Subjects } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { reportText } from './report.ts';
import type { ReportDocument } from './reportDocument.ts';

/**
 * A service or proxy that does not respond for this long is reported as a finding. Listing models has its own timeout.
 */
const TIMEOUT_MS = 40_000;

interface DiagnoseOptions {
  readonly subjects: Subjects;
  /** Asks a question of a few tokens with the current credentials, and reports the result and its cost. */
  readonly askOnce: () => Promise<void>;
  readonly document: ReportDocument;
  readonly extensionVersion: string;
  readonly logger: Logger;
}

/** Checks the connection and reports problems, with a report to show or copy. */
export async function diagnoseConnection(options: DiagnoseOptions): Promise<void> {
  const { document, extensionVersion, askOnce } = options;
  const findings = await diagnoseWithProgress(options);
  if (findings === undefined) return;
  const show = vscode.l10n.t('Show Report');
  const copy = vscode.l10n.t('Copy Report');
  const ask = vscode.l10n.t('Ask a Test Question');
  const faults = findings.filter(({ state }) => state === 'bad');
  const choice =
    faults.length === 0
      ? await vscode.window.showInformationMessage(summary(findings), show, copy, ask)
      : await vscode.window.showWarningMessage(sentences(faults.map(({ text }) => text)), show, copy);
  const text = reportText(findings, extensionVersion);
  if (choice === show) await document.show(text, vscode.l10n.t('Connection Report of Ask Wenxin'));
  if (choice === copy) await vscode.env.clipboard.writeText(text);
  if (choice === ask) await askOnce();
}

/** Returns the good findings as one message; the neutral ones are only in the report. */
function summary(findings: readonly Finding[]): string {
  const good = findings.filter(({ state }) => state === 'good').map(({ text }) => text);
  return sentences([vscode.l10n.t('The connection works.'), ...good]);
}

/** Returns `undefined` when the user cancels. */
function diagnoseWithProgress({ subjects, logger }: DiagnoseOptions): Thenable<readonly Finding[] | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the connection. Nothing is charged...'),
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const late = new WenxinError('timeout', 'the diagnosis took too long', { limitSeconds: TIMEOUT_MS / 1000 });
      const limit = setTimeout(() => stop.abort(late), TIMEOUT_MS);
      try {
        return await diagnose(subjects, stop.signal);
      } catch (error) {
        if (error !== late) return undefined;
        logger.warn(`The diagnosis: ${describeError(error)}`);
        return [unanswered()];
      } finally {
        clearTimeout(limit);
      }
    },
  );
}

function unanswered(): Finding {
  return {
    state: 'bad',
    label: vscode.l10n.t('Answer'),
    text: vscode.l10n.t('Nothing answered within {seconds} s. Check the network and the proxy.', {
      seconds: String(TIMEOUT_MS / 1000),
    }),
  };
}
