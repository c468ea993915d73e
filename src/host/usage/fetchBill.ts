import * as vscode from 'vscode';
import { describeError, WenxinError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { BillPeriod } from '../../core/spend/bill/billPeriod.ts';
import type { ReadBill } from '../../core/spend/bill/billRow.ts';
import { sentences } from '../sentences.ts';
import { COMMANDS } from '../ids.ts';
import { billFailureSentence } from './billProblems.ts';
import type { SourcedBill } from './importBill.ts';
import { periodText } from './periodText.ts';

/** Reads a month's bill with the user's access key; throws `WenxinError`. */
export type ReadMonth = (
  month: BillPeriod,
  signal: AbortSignal,
  onPage: (lines: number, total: number | undefined) => void,
) => Promise<ReadBill>;

/**
 * Fetches a month's bill and shows its progress. Reports a failure to the user without retrying. Returns `import` if
 * the user chooses a file instead, `undefined` without a bill.
 */
export async function fetchBill(
  readMonth: ReadMonth,
  month: BillPeriod,
  logger: Logger,
): Promise<SourcedBill | 'import' | undefined> {
  const stop = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading the bill of {month}...', { month: periodText(month) }),
    cancellable: true,
  };
  try {
    const bill = await vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return readMonth(month, stop.signal, lines => {
        progress.report({ message: vscode.l10n.t('{count} lines', { count: lines.toLocaleString('en-US') }) });
      });
    });
    return { bill, source: vscode.l10n.t('The bill of {month} is from Baidu AI Cloud.', { month: periodText(month) }) };
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    if (!(error instanceof WenxinError)) throw error;
    logger.warn(`The bill cannot be fetched: ${describeError(error)}`);
    return tell(error);
  }
}

async function tell(error: WenxinError): Promise<'import' | undefined> {
  const importFile = vscode.l10n.t('Import CSV File...');
  const diagnose = vscode.l10n.t('Diagnose Connection');
  const hasAnswered = error.details.status !== undefined;
  const choice = await vscode.window.showWarningMessage(
    sentences([
      billFailureSentence(error),
      vscode.l10n.t("The bill can also be imported from the console's CSV file."),
    ]),
    ...(hasAnswered ? [importFile] : [importFile, diagnose]),
  );
  if (choice === diagnose) await vscode.commands.executeCommand(COMMANDS.diagnose);
  return choice === importFile ? 'import' : undefined;
}
