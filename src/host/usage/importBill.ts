import path from 'node:path';
import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { openBillFile, type BillFile, type SplitRows } from '../../core/spend/bill/billFile.ts';
import type { ReadBill } from '../../core/spend/bill/billRow.ts';
import { MAX_BILL_FILE_BYTES, type BillFileProblem } from '../../core/spend/bill/csvText.ts';
import { billFileSentence } from './billProblems.ts';
import { chooseColumns } from './chooseColumns.ts';

/** A bill, with a sentence about its source. */
export interface SourcedBill {
  readonly bill: ReadBill;
  readonly source: string;
}

interface ImportParts {
  /** Loads the CSV parser on demand. */
  readonly splitRows: () => SplitRows;
  /** Stores the columns chosen by the user. */
  readonly memory: vscode.Memento;
  readonly logger: Logger;
}

/** Lets the user choose a file exported by the console and reads it; explains problems. `undefined` without a bill. */
export async function importBill({ splitRows, memory, logger }: ImportParts): Promise<SourcedBill | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Compare with Baidu's Bill"),
      openLabel: vscode.l10n.t('Import'),
      filters: { CSV: ['csv', 'txt'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const name = path.posix.basename(uri.path);
  const bytes = await readFile(uri, logger);
  const file = typeof bytes === 'string' ? bytes : await openBillFile(bytes, splitRows());
  const bill = typeof file === 'string' ? file : await readBill(file, memory);
  if (typeof bill === 'string') void vscode.window.showErrorMessage(billFileSentence(bill, name));
  if (bill === undefined || typeof bill === 'string') return undefined;
  return { bill, source: vscode.l10n.t('The bill is from the file “{file}”.', { file: name }) };
}

/** Reads all lines of the columns to compare. `undefined` when the user cancels. */
async function readBill(file: BillFile, memory: vscode.Memento): Promise<ReadBill | BillFileProblem | undefined> {
  const columns = await chooseColumns(file, memory);
  if (columns === undefined) return undefined;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Reading the bill...'), cancellable: true },
    (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return file.read(columns, stop.signal).catch((error: unknown) => {
        if (stop.signal.aborted) return undefined;
        throw error;
      });
    },
  );
}

/** Reads a file. Checks its size first, because VS Code's API reads the whole file into memory. */
async function readFile(uri: vscode.Uri, logger: Logger): Promise<Uint8Array | BillFileProblem | 'unreadable'> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > MAX_BILL_FILE_BYTES ? 'tooLarge' : await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    logger.error(`The bill's file cannot be read: ${describeError(error)}`);
    return 'unreadable';
  }
}
