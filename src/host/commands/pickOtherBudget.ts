import * as vscode from 'vscode';
import { type Budget, type BudgetName, budgetKey } from '../../core/budget.ts';
import { FEATURES } from '../../core/feature.ts';
import { formatYuan } from '../../core/money.ts';
import { consumerLabel, featureLabel } from '../spend/attributionWords.ts';
import type { BudgetTools } from './budgetTools.ts';

/** Key checks are not limited: keys are checked when they are set, whatever it costs. Each batch has its own budget. */
const LIMITED = FEATURES.filter(feature => feature !== 'keyCheck' && feature !== 'batch');

interface BudgetItem extends vscode.QuickPickItem {
  readonly budget?: BudgetName;
}

/** Asks for a budget other than the overall daily one; budgets that are set are shown with their spend. */
export async function pickOtherBudget(tools: BudgetTools): Promise<BudgetName | undefined> {
  const { workspace } = tools;
  const all = tools.all();
  const here = workspace === '' ? vscode.l10n.t('windows without a folder') : workspace;
  const of = (scope: BudgetName['scope'], name: string, what: string): BudgetItem[] =>
    (['day', 'month'] as const).map(period => {
      const label =
        period === 'day'
          ? vscode.l10n.t('{of}, per day', { of: what })
          : vscode.l10n.t('{of}, per month', { of: what });
      return item({ scope, name, period }, label, all, tools);
    });
  const heading = (label: string): BudgetItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const consumers = tools.consumers();
  const picked = await vscode.window.showQuickPick(
    [
      item({ scope: 'all', name: '', period: 'month' }, vscode.l10n.t('Monthly Budget'), all, tools),
      heading(vscode.l10n.t('This workspace')),
      ...of('workspace', workspace, here),
      heading(vscode.l10n.t('Features')),
      ...LIMITED.flatMap(feature => of('feature', feature, featureLabel(feature))),
      ...(consumers.length === 0 ? [] : [heading(vscode.l10n.t('Other extensions'))]),
      ...consumers.flatMap(consumer => of('consumer', consumer, consumerLabel(consumer))),
    ],
    { title: vscode.l10n.t('Other Budgets'), ignoreFocusOut: true, matchOnDescription: true },
  );
  return picked?.budget;
}

function item(budget: BudgetName, label: string, all: readonly Budget[], { spent }: BudgetTools): BudgetItem {
  const found = all.find(each => budgetKey(each) === budgetKey(budget));
  if (found === undefined) return { label, budget };
  const amount = spent(budget);
  const description = vscode.l10n.t('{spent} of {budget} spent', {
    spent: amount === undefined ? vscode.l10n.t('unknown') : formatYuan(amount),
    budget: formatYuan(found.limitNanoYuan),
  });
  return { label, budget, description };
}
