import type { Workbench } from '../support/vscode/workbench.ts';

/** The texts on the way to a budget other than the daily total, in the language of the window. */
export interface BudgetPath {
  readonly command: string;
  readonly others: string;
  readonly othersTitle: string;
  readonly otherAmount: string;
}

export const BUDGET_PATHS = {
  en: {
    command: 'Set Budget...',
    others: 'Other Budgets: Month, Workspace, Feature...',
    othersTitle: 'Other Budgets',
    otherAmount: 'Other Amount...',
  },
  'zh-cn': {
    command: '设置预算...',
    others: '其他预算：每月、工作区、功能...',
    othersTitle: '其他预算',
    otherAmount: '其他金额...',
  },
} as const satisfies Record<string, BudgetPath>;

/** Sets another budget, chosen by its row, to an amount in yuan. */
export async function setOtherBudget(window: Workbench, path: BudgetPath, row: string, yuan: string): Promise<void> {
  const { quickInput } = window;
  await window.runCommand(path.command);
  await quickInput.pick(path.others);
  await quickInput.widget.getByText(path.othersTitle, { exact: true }).waitFor();
  // A long list renders only the rows in view.
  await quickInput.field.fill(row);
  await quickInput.pick(row);
  await quickInput.pick(path.otherAmount);
  await quickInput.answer(yuan);
  await quickInput.widget.waitFor({ state: 'hidden' });
}
