import * as vscode from 'vscode';
import { sentences } from '../failureNotices.ts';
import { diagnose, type Subjects } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { reportText } from './report.ts';
import type { ReportDocument } from './reportDocument.ts';

/** The service or a proxy that says nothing for so long is the finding. The list of models has a limit of its own. */
const TIMEOUT_MS = 30_000;

interface DiagnoseOptions {
  readonly subjects: Subjects;
  readonly document: ReportDocument;
  readonly extensionVersion: string;
}

/** Looks at the way to the service and says what is wrong with it, with a report to show or to copy. */
export async function diagnoseConnection({ subjects, document, extensionVersion }: DiagnoseOptions): Promise<void> {
  const findings = await diagnoseWithProgress(subjects);
  if (findings === undefined) return;
  const show = vscode.l10n.t('Show Report');
  const copy = vscode.l10n.t('Copy Report');
  const faults = findings.filter(({ state }) => state === 'bad');
  const choice =
    faults.length === 0
      ? await vscode.window.showInformationMessage(summary(findings), show, copy)
      : await vscode.window.showWarningMessage(sentences(faults.map(({ text }) => text)), show, copy);
  const text = reportText(findings, extensionVersion);
  if (choice === show) await document.show(text, vscode.l10n.t('Connection of Ask Wenxin'));
  if (choice === copy) await vscode.env.clipboard.writeText(text);
}

/** What is good, in one message; the facts in between are for the report. */
function summary(findings: readonly Finding[]): string {
  const good = findings.filter(({ state }) => state === 'good').map(({ text }) => text);
  return sentences([vscode.l10n.t('The connection works.'), ...good]);
}

/** `undefined` when the person did not want to wait. */
function diagnoseWithProgress(subjects: Subjects): Thenable<readonly Finding[] | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the connection. Nothing is charged...'),
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return await diagnose(subjects, AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)]));
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        throw error;
      }
    },
  );
}
