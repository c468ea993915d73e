import * as vscode from 'vscode';
import { BUDGET_PERIODS, BUDGET_SCOPES, type BudgetName } from '../../core/budget.ts';
import { formatYuan, type NanoYuan, nanoYuanOf } from '../../core/money.ts';
import { budgetAtStart } from '../spend/budgetWords.ts';
import { BUDGET_SETTINGS } from '../spend/ownBudgets.ts';
import { askForYuan } from './askForYuan.ts';
import type { BudgetTools } from './budgetTools.ts';
import { pickOtherBudget } from './pickOtherBudget.ts';

/** In yuan. The lowest amounts pay for a day or month of ordinary questions on the default model. */
const SUGGESTED = { day: [2, 5, 10, 20, 50], month: [20, 50, 100, 200, 500], whole: [2, 5, 10, 20, 50] } as const;

const DAILY: BudgetName = { scope: 'all', name: '', period: 'day' };

interface AmountItem extends vscode.QuickPickItem {
  /** In yuan; `type` lets the user type an amount, `others` choose another budget. */
  readonly amount?: number | 'type' | 'others';
}

/**
 * Asks for a budget and saves it.
 *
 * @param argument a `BudgetName`; otherwise the daily budget is used, with an entry for the others.
 */
export async function setBudget(tools: BudgetTools, argument?: unknown): Promise<void> {
  const name = isBudgetName(argument) ? argument : DAILY;
  const current = currentYuan(tools, name);
  const picked = await vscode.window.showQuickPick(items(name, current), {
    title: title(name),
    placeHolder: placeholder(name, tools.spent(name)),
    ignoreFocusOut: true,
  });
  if (picked?.amount === 'others') {
    const other = await pickOtherBudget(tools);
    return other && setBudget(tools, other);
  }
  const amount =
    picked?.amount === 'type'
      ? await askForYuan(title(name), prompt(name), current === 0 ? undefined : current)
      : picked?.amount;
  if (amount === undefined || amount === current) return;
  await keep(tools, name, amount);
  warnIfPassed(tools, name, amount);
}

async function keep({ configuration, keep: keepInLedger }: BudgetTools, name: BudgetName, yuan: number): Promise<void> {
  if (name.scope === 'all' && name.period !== 'whole') await configuration.update(BUDGET_SETTINGS[name.period], yuan);
  else await keepInLedger(name, yuan === 0 ? undefined : nanoYuanOf(yuan));
}

function currentYuan({ all }: BudgetTools, name: BudgetName): number {
  const found = all().find(each => each.scope === name.scope && each.name === name.name && each.period === name.period);
  return found === undefined ? 0 : found.limitNanoYuan / nanoYuanOf(1);
}

function items(name: BudgetName, current: number): AmountItem[] {
  const amounts = [...new Set([...SUGGESTED[name.period], ...(current > 0 ? [current] : [])])].sort((a, b) => a - b);
  return [
    ...amounts.map(amount => item(formatYuan(nanoYuanOf(amount)), amount, amount === current)),
    item(vscode.l10n.t('Other Amount...'), 'type', false),
    item(vscode.l10n.t('No Budget'), 0, current === 0),
    ...(name === DAILY
      ? [
          { label: '', kind: vscode.QuickPickItemKind.Separator },
          item(vscode.l10n.t('Other Budgets: Month, Workspace, Feature...'), 'others', false),
        ]
      : []),
  ];
}

function item(label: string, amount: AmountItem['amount'] & {}, isCurrent: boolean): AmountItem {
  return { label, amount, ...(isCurrent && { description: vscode.l10n.t('set now') }) };
}

function title(name: BudgetName): string {
  if (name.scope !== 'all') return budgetAtStart(name);
  return name.period === 'day' ? vscode.l10n.t('Daily Budget') : vscode.l10n.t('Monthly Budget');
}

function placeholder({ period }: BudgetName, spent: NanoYuan | undefined): string {
  const amount = { amount: spent === undefined ? vscode.l10n.t('unknown') : formatYuan(spent) };
  return period === 'day'
    ? vscode.l10n.t('When it is used up, nothing more is sent until you say so. Spent today: {amount}', amount)
    : vscode.l10n.t('When it is used up, nothing more is sent until you say so. Spent so far: {amount}', amount);
}

function prompt({ period }: BudgetName): string {
  switch (period) {
    case 'day':
      return vscode.l10n.t('Yuan per day, for example 3.5');
    case 'month':
      return vscode.l10n.t('Yuan per month, for example 50');
    case 'whole':
      return vscode.l10n.t('Yuan for the whole batch, for example 3.5');
  }
}

function warnIfPassed({ spent: spentOf }: BudgetTools, name: BudgetName, yuan: number): void {
  const spent = spentOf(name);
  if (yuan === 0 || spent === undefined || spent < nanoYuanOf(yuan)) return;
  const facts = { spent: formatYuan(spent), budget: formatYuan(nanoYuanOf(yuan)) };
  void vscode.window.showWarningMessage(
    name.scope === 'all' && name.period === 'day'
      ? vscode.l10n.t('{spent} is spent today already, so nothing more is sent today with a budget of {budget}.', facts)
      : vscode.l10n.t('{spent} is spent already, so nothing more is sent for it with a budget of {budget}.', facts),
  );
}

function isBudgetName(value: unknown): value is BudgetName {
  if (typeof value !== 'object' || value === null || !('scope' in value) || !('period' in value)) return false;
  const isScope = BUDGET_SCOPES.some(scope => scope === value.scope);
  const isPeriod = BUDGET_PERIODS.some(period => period === value.period);
  return isScope && isPeriod && 'name' in value && typeof value.name === 'string';
}
