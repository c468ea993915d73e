import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { formatYuan } from '../../core/money.ts';
import { type BudgetNotice, noteReached, reachedKey } from '../../core/spend/budgetNotices.ts';
import type { Budgets } from '../../core/spend/budgets.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import { COMMANDS } from '../ids.ts';
import { budgetAtStart } from './budgetWords.ts';

interface BudgetAlertsOptions {
  readonly ledger: Ledger;
  readonly budgets: Budgets;
  readonly warnAtPercent: () => readonly number[];
  readonly logger: Logger;
}

/** Warns when a budget reaches a percentage from the settings, once and in only one window. */
export class BudgetAlerts implements vscode.Disposable {
  readonly #options: BudgetAlertsOptions;
  readonly #unsubscribe: () => void;
  #seen = '';

  constructor(options: BudgetAlertsOptions) {
    this.#options = options;
    this.#unsubscribe = options.ledger.onDidChange(() => void this.#look());
  }

  dispose(): void {
    this.#unsubscribe();
  }

  async #look(): Promise<void> {
    const { ledger, budgets, warnAtPercent, logger } = this.#options;
    try {
      const states = budgets.states() ?? [];
      const day = ledger.read((_, today) => today) ?? 0;
      const key = reachedKey(states, warnAtPercent(), day);
      if (key === '' || key === this.#seen) return;
      this.#seen = key;
      let notices: readonly BudgetNotice[] = [];
      const file = await ledger.file();
      await file.transaction(() => (notices = noteReached(file, states, warnAtPercent(), day)));
      for (const notice of notices) void tell(notice);
    } catch (error) {
      // Retry with the next booking.
      this.#seen = '';
      logger.warn(`Nobody is told how the budgets stand: ${describeError(error)}`);
    }
  }
}

async function tell(notice: BudgetNotice): Promise<void> {
  const showUsage = vscode.l10n.t('Show Usage and Spend');
  const setBudget = vscode.l10n.t('Set Budget...');
  const choice = await vscode.window.showWarningMessage(noticeText(notice), showUsage, setBudget);
  if (choice === showUsage) await vscode.commands.executeCommand(COMMANDS.showUsage);
  if (choice === setBudget) await vscode.commands.executeCommand(COMMANDS.setBudget, notice.state.budget);
}

/** Returns the text of the warning. */
export function noticeText({ state: { budget, spentNanoYuan }, percent }: BudgetNotice): string {
  const facts = {
    whichBudget: budgetAtStart(budget),
    budget: formatYuan(budget.limitNanoYuan),
    spent: formatYuan(spentNanoYuan),
    left: formatYuan(Math.max(0, budget.limitNanoYuan - spentNanoYuan)),
    percent: String(Math.floor((100 * spentNanoYuan) / budget.limitNanoYuan)),
  };
  if (percent >= 100) {
    return vscode.l10n.t(
      '{whichBudget} ({budget}) is used up. Nothing more is sent until you raise it or allow one question.',
      facts,
    );
  }
  return budget.scope === 'all' && budget.period === 'day'
    ? vscode.l10n.t('{spent} spent today, {percent}% of the budget ({budget}); {left} left.', facts)
    : vscode.l10n.t('{whichBudget} ({budget}): {spent} spent, {percent}%; {left} left.', facts);
}
