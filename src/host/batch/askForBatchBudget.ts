import * as vscode from 'vscode';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import { formatYuan, type NanoYuan, nanoYuanOf } from '../../core/money.ts';
import { askForYuan } from '../commands/askForYuan.ts';

interface AmountItem extends vscode.QuickPickItem {
  readonly amount: NanoYuan | 'none' | 'type';
}

/**
 * Asks for the most that a batch may cost; `undefined` means no budget of its own. Dismissing keeps the current budget.
 */
export async function askForBatchBudget(
  current: NanoYuan | undefined,
  cost: DryRun['cost'],
): Promise<NanoYuan | undefined> {
  const title = vscode.l10n.t('Budget of This Batch');
  const picked = await vscode.window.showQuickPick<AmountItem>(
    [
      ...suggestions(cost).map(amount => ({ label: formatYuan(amount), amount })),
      { label: vscode.l10n.t('Other Amount...'), amount: 'type' },
      { label: vscode.l10n.t('No Budget'), amount: 'none' },
    ],
    {
      title,
      placeHolder: vscode.l10n.t('When it is used up, the batch pauses until you say so'),
      ignoreFocusOut: true,
    },
  );
  if (picked === undefined) return current;
  if (picked.amount === 'none') return undefined;
  if (picked.amount !== 'type') return picked.amount;
  const yuan = await askForYuan(
    title,
    vscode.l10n.t('Yuan for the whole batch, for example 3.5'),
    current === undefined ? undefined : current / nanoYuanOf(1),
  );
  return yuan === undefined ? current : nanoYuanOf(yuan);
}

/** Suggests the forecast's upper bound and multiples of it, in whole yuan, or in tenths below one yuan. */
function suggestions(cost: DryRun['cost']): NanoYuan[] {
  if (typeof cost === 'string') return [2, 5, 10].map(nanoYuanOf);
  const step = nanoYuanOf(cost.highNanoYuan < nanoYuanOf(1) ? 0.1 : 1);
  const least = Math.max(1, Math.ceil(cost.highNanoYuan / step)) * step;
  return [least, 2 * least, 5 * least];
}
