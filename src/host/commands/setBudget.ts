import * as vscode from 'vscode';
import { formatYuan, nanoYuanOf, type NanoYuan } from '../../core/money.ts';
import type { Configuration } from '../configuration.ts';

/** In yuan. The first ones buy a day of ordinary questions on the default model. */
const SUGGESTED = [2, 5, 10, 20, 50];

interface BudgetItem extends vscode.QuickPickItem {
  /** In yuan; `other` asks for it. */
  readonly amount: number | 'other';
}

/**
 * Asks for the daily budget and keeps it in the person's settings.
 *
 * @param spentToday `undefined` while the ledger cannot be read.
 */
export async function setBudget(configuration: Configuration, spentToday: () => NanoYuan | undefined): Promise<void> {
  const current = configuration.get('wenxin.budget.dailyCny');
  const picked = await vscode.window.showQuickPick(items(current), {
    title: vscode.l10n.t('Daily Budget'),
    placeHolder: vscode.l10n.t('When it is used up, nothing more is sent until you say so. Spent today: {amount}', {
      amount: spentLabel(spentToday()),
    }),
    ignoreFocusOut: true,
  });
  const amount = picked?.amount === 'other' ? await askForAmount(current) : picked?.amount;
  if (amount === undefined || amount === current) return;
  await configuration.update('wenxin.budget.dailyCny', amount);
  const spent = spentToday();
  if (amount === 0 || spent === undefined || spent < nanoYuanOf(amount)) return;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('{spent} is spent today already, so nothing more is sent today with a budget of {budget}.', {
      spent: formatYuan(spent),
      budget: formatYuan(nanoYuanOf(amount)),
    }),
  );
}

function items(current: number): BudgetItem[] {
  const amounts = [...new Set([...SUGGESTED, ...(current > 0 ? [current] : [])])].sort((a, b) => a - b);
  return [
    ...amounts.map(amount => item(formatYuan(nanoYuanOf(amount)), amount, amount === current)),
    item(vscode.l10n.t('Other Amount...'), 'other', false),
    item(vscode.l10n.t('No Budget'), 0, current === 0),
  ];
}

function item(label: string, amount: BudgetItem['amount'], isCurrent: boolean): BudgetItem {
  return { label, amount, ...(isCurrent && { description: vscode.l10n.t('set now') }) };
}

async function askForAmount(current: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Daily Budget'),
    prompt: vscode.l10n.t('Yuan per day, for example 3.5'),
    value: current > 0 ? String(current) : '',
    ignoreFocusOut: true,
    validateInput: typed =>
      typed.trim() === '' || amountIn(typed) !== undefined
        ? undefined
        : vscode.l10n.t('Enter an amount between 0.01 and 1,000,000.'),
  });
  return text === undefined ? undefined : amountIn(text);
}

/** Also with a currency sign before it and separators in it, as people paste them. */
function amountIn(typed: string): number | undefined {
  const text = typed
    .trim()
    .replace(/^[¥￥]\s*/u, '')
    .replace(/,(?=\d{3}\b)/g, '');
  const amount = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && amount >= 0.01 && amount <= 1_000_000 ? amount : undefined;
}

function spentLabel(spent: NanoYuan | undefined): string {
  return spent === undefined ? vscode.l10n.t('unknown') : formatYuan(spent);
}
