import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import { formatYuan, formatYuanAtMost } from '../../core/money.ts';
import type { FailureWords } from './failureWords.ts';

/** What to say when the budget does not cover a question. */
export function budgetWords(failure: Failure): FailureWords {
  const { budgetNanoYuan: budget = 0, spentNanoYuan: spent = 0, worstNanoYuan: worst = 0 } = failure;
  const facts = {
    budget: formatYuan(budget),
    left: formatYuan(Math.max(0, budget - spent)),
    max: formatYuanAtMost(worst),
  };
  return {
    what:
      spent >= budget
        ? vscode.l10n.t("Today's budget ({budget}) is used up.", facts)
        : vscode.l10n.t("{left} of today's budget ({budget}) is left; this question may cost up to {max}.", facts),
    charge: '',
    next: vscode.l10n.t('The question was not sent and is kept.'),
    actions: ['allowOnce', 'setBudget', 'retry'],
  };
}

/** What to say when a budget cannot hold because nobody knows what the model costs. */
export function unknownPriceWords(model: string): FailureWords {
  return {
    what: vscode.l10n.t('The price of {model} is unknown, so its spend cannot be counted or limited by your budget.', {
      model,
    }),
    charge: '',
    next: vscode.l10n.t('The question was not sent and is kept.'),
    actions: ['selectModel', 'sendAnyway', 'retry'],
  };
}
