import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { BatchInput } from '../../../core/batch/plan/batchInput.ts';
import { askText } from './askText.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';
import { chosenFiles, matchingFiles } from './chosenFiles.ts';
import { csvInput } from './csvInput.ts';
import { filesInput } from './filesInput.ts';
import { jsonlInput } from './jsonlInput.ts';

const PATTERN_KEY = 'batch.pattern';

type Source = 'files' | 'folder' | 'pattern' | 'active' | 'jsonl' | 'csv';

/**
 * Asks the user for a batch's input and creates its questions; nothing is sent. Returns `undefined` when the user
 * cancels, or when there is nothing to ask; the user has been told why.
 *
 * @param uris what is already selected, such as in the explorer: files and folders, a JSONL file of requests or a CSV
 * table.
 */
export async function pickBatchInput(
  deps: BatchInputDeps,
  uris?: readonly vscode.Uri[],
): Promise<BatchInput | undefined> {
  if (!deps.mayRun()) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Batches run only in a folder that you trust.'));
    return undefined;
  }
  const [only, ...others] = uris ?? [];
  if (only === undefined) return askSource(deps);
  const ending = others.length === 0 ? posix.extname(only.path).toLowerCase() : '';
  if (ending === '.jsonl' || ending === '.ndjson') return jsonlInput(deps, only);
  if (ending === '.csv' || ending === '.tsv') return csvInput(deps, only);
  return filesInput(deps, await chosenFiles([only, ...others]));
}

async function askSource(deps: BatchInputDeps): Promise<BatchInput | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const item = (source: Source, icon: string, label: string): vscode.QuickPickItem & { source: Source } => ({
    label,
    iconPath: new vscode.ThemeIcon(icon),
    source,
  });
  const items = [
    item('files', 'files', vscode.l10n.t('Files...')),
    item('folder', 'folder', vscode.l10n.t('Folder...')),
    item('pattern', 'search', vscode.l10n.t('Files by Pattern...')),
    ...(active === undefined ? [] : [item('active', 'file-code', vscode.l10n.t('File in the Active Editor'))]),
    item('jsonl', 'json', vscode.l10n.t('Requests of a JSONL File...')),
    item('csv', 'table', vscode.l10n.t('Rows of a CSV File...')),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Run Batch'),
    placeHolder: vscode.l10n.t('What is the batch about? You can also choose files in the explorer.'),
    ignoreFocusOut: true,
  });
  switch (picked?.source) {
    case undefined:
      return undefined;
    case 'files':
      return fromDialog(deps, { canSelectMany: true });
    case 'folder':
      return fromDialog(deps, { canSelectFiles: false, canSelectFolders: true, canSelectMany: true });
    case 'pattern':
      return fromPattern(deps);
    case 'active':
      return active && filesInput(deps, await chosenFiles([active]));
    case 'jsonl':
      return fromDialog(deps, { filters: { JSONL: ['jsonl', 'ndjson'] } });
    case 'csv':
      return fromDialog(deps, { filters: { CSV: ['csv', 'tsv'] } });
  }
}

async function fromDialog(deps: BatchInputDeps, options: vscode.OpenDialogOptions): Promise<BatchInput | undefined> {
  const uris = await vscode.window.showOpenDialog({ ...options, openLabel: vscode.l10n.t('Choose') });
  return uris === undefined || uris.length === 0 ? undefined : pickBatchInput(deps, uris);
}

async function fromPattern(deps: BatchInputDeps): Promise<BatchInput | undefined> {
  const { memory } = deps;
  const pattern = await askText({
    prompt: vscode.l10n.t('Files whose paths fit, for example {pattern}', { pattern: 'src/**/*.ts' }),
    value: memory.get<string>(PATTERN_KEY, ''),
    onTyped: text => memory.update(PATTERN_KEY, text),
  });
  return pattern === undefined ? undefined : filesInput(deps, await matchingFiles(pattern));
}
