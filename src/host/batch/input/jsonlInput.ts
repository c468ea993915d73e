import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type ReadBatchFile, readBatchFile } from '../../../core/batch/input/readBatchFile.ts';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import { sizeText } from '../../sizeText.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';
import { fileFaultText } from './faultTexts.ts';
import { tellFaults } from './tellFaults.ts';

/** Creates a batch from a JSONL file. Returns `undefined` when it cannot be run; the user has been told why. */
export async function jsonlInput(
  deps: Pick<BatchInputDeps, 'documents'>,
  uri: vscode.Uri,
): Promise<BatchInput | undefined> {
  const name = posix.basename(uri.path);
  const read = await readWithProgress(uri, name);
  if (read === undefined) return undefined;
  const { count, lines, faults, faultCount } = read;
  if (faultCount > 0) {
    await tellFaults(deps, name, faults.map(fileFaultText), faultCount);
    return undefined;
  }
  if (count === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('“{file}” contains no requests.', { file: name }));
    return undefined;
  }
  return { title: name, origin: 'jsonl', count, lines };
}

/**
 * Reads the file with progress. Returns `undefined` when the user cancels, or when it cannot be read; the user has been
 * told why.
 */
async function readWithProgress(uri: vscode.Uri, file: string): Promise<ReadBatchFile | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Checking {file}', { file }),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const onProgress = (bytes: number): void => progress.report({ message: sizeText(bytes) });
    try {
      return await readBatchFile(uri.fsPath, { signal: stop.signal, onProgress });
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      if (!(error instanceof Error && 'code' in error)) throw error;
      void vscode.window.showErrorMessage(vscode.l10n.t('“{name}” cannot be read.', { name: file }));
      return undefined;
    }
  });
}
