import * as vscode from 'vscode';
import type { BudgetName } from '../../core/budget.ts';
import { consumerLabel, featureLabel } from './attributionWords.ts';

/** Default for stored failures and answers that name no budget: they predate all other budgets. */
const DAILY: BudgetName = { scope: 'all', name: '', period: 'day' };

/** Names a budget at the start of a sentence, for example “Today's budget”. */
export function budgetAtStart({ scope, name, period }: BudgetName = DAILY): string {
  if (scope === 'batch') return vscode.l10n.t('The budget of this batch');
  if (scope === 'all') return period === 'day' ? vscode.l10n.t("Today's budget") : vscode.l10n.t("This month's budget");
  const whose = { whose: budgetSubject({ scope, name }) };
  return period === 'day'
    ? vscode.l10n.t("Today's budget for {whose}", whose)
    : vscode.l10n.t("This month's budget for {whose}", whose);
}

/** Names a budget inside a sentence, for example “today's budget”. */
export function budgetInside({ scope, name, period }: BudgetName = DAILY): string {
  if (scope === 'batch') return vscode.l10n.t('the budget of this batch');
  if (scope === 'all') return period === 'day' ? vscode.l10n.t("today's budget") : vscode.l10n.t("this month's budget");
  const whose = { whose: budgetSubject({ scope, name }) };
  return period === 'day'
    ? vscode.l10n.t("today's budget for {whose}", whose)
    : vscode.l10n.t("this month's budget for {whose}", whose);
}

/** Names what a budget applies to. */
function budgetSubject({ scope, name }: Pick<BudgetName, 'scope' | 'name'>): string {
  switch (scope) {
    case 'all':
      return vscode.l10n.t('everything');
    case 'workspace':
      return name === ''
        ? vscode.l10n.t('windows without a folder')
        : vscode.l10n.t('the workspace “{name}”', { name });
    case 'feature':
      return vscode.l10n.t('“{feature}”', { feature: featureLabel(name) });
    case 'consumer':
      return vscode.l10n.t('“{consumer}”', { consumer: consumerLabel(name) });
    case 'batch':
      return vscode.l10n.t('this batch');
  }
}
