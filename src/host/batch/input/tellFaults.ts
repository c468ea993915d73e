import * as vscode from 'vscode';
import { sentences } from '../../sentences.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';

/** Errors shown in the message itself. */
const SHOWN = 3;

/** Reports why a file cannot be run: the first errors in a message, all known ones in a document. */
export async function tellFaults(
  { documents }: Pick<BatchInputDeps, 'documents'>,
  file: string,
  texts: readonly string[],
  count: number,
): Promise<void> {
  const all = vscode.l10n.t('Show All');
  const message = vscode.l10n.t('“{file}” cannot be run as a batch. Nothing was sent.', { file });
  const choice = await vscode.window.showErrorMessage(
    sentences([
      message,
      ...texts.slice(0, SHOWN),
      count > SHOWN ? vscode.l10n.t('{count} errors in total.', { count: String(count) }) : undefined,
    ]),
    ...(count > SHOWN ? [all] : []),
  );
  if (choice !== all) return;
  const rest = count > texts.length ? [vscode.l10n.t('and {count} more', { count: String(count - texts.length) })] : [];
  const title = vscode.l10n.t('Errors in {file}', { file });
  await documents.show(title, '', [...texts, ...rest, ''].join('\n'), 'plaintext');
}
