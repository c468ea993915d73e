import * as vscode from 'vscode';
import type { BatchStore } from '../../core/batch/batchStore.ts';
import type { Job } from '../../core/batch/job.ts';
import { itemIcon } from './batchIcons.ts';
import { itemText } from './batchWords.ts';

/** Enough for a pick list; the tree shows all of them. */
const MAX_ROWS = 200;

interface ItemRow extends vscode.QuickPickItem {
  readonly number: number;
}

/** Asks for a finished item, failed ones first. */
export async function pickItem(store: BatchStore, job: Job): Promise<number | undefined> {
  const items = [
    ...store.items(job.id, { states: ['failed'], limit: MAX_ROWS, isBrief: true }),
    ...store.items(job.id, { states: ['done'], limit: MAX_ROWS, isBrief: true }),
  ].slice(0, MAX_ROWS);
  const rows = items.map((item): ItemRow => {
    return { label: item.customId, description: itemText(item), iconPath: itemIcon(item.state), number: item.number };
  });
  const title = vscode.l10n.t('Show Item of Batch');
  const picked = await vscode.window.showQuickPick(rows, { title, matchOnDescription: true });
  return picked?.number;
}
