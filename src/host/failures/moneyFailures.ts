import * as vscode from 'vscode';
import type { Failure } from '../../core/conversation/conversation.ts';
import { formatYuan, formatYuanAtMost } from '../../core/money.ts';
import { consumerLabel } from '../spend/attributionWords.ts';
import { budgetAtStart, budgetInside } from '../spend/budgetWords.ts';
import type { FailureWords } from './failureWords.ts';

/** Returns the notice for a question that exceeds a budget. */
export function budgetWords(failure: Failure): FailureWords {
  const { budgetNanoYuan: limit = 0, spentNanoYuan: spent = 0, worstNanoYuan: worst = 0 } = failure;
  const budget = formatYuan(limit);
  return {
    what:
      spent >= limit
        ? vscode.l10n.t('{whichBudget} ({budget}) is used up.', { whichBudget: budgetAtStart(failure.budget), budget })
        : vscode.l10n.t('{left} of {whichBudget} ({budget}) is left; this question may cost up to {max}.', {
            whichBudget: budgetInside(failure.budget),
            budget,
            left: formatYuan(Math.max(0, limit - spent)),
            max: formatYuanAtMost(worst),
          }),
    charge: '',
    next: vscode.l10n.t('The question was not sent and is kept.'),
    actions: ['allowOnce', 'setBudget', 'retry'],
  };
}

/** Returns the notice for a consumer that the user paused. */
export function pausedWords({ consumer = '' }: Failure): FailureWords {
  return {
    what: vscode.l10n.t('You have paused “{consumer}” because it spent unusually fast.', {
      consumer: consumerLabel(consumer),
    }),
    charge: '',
    next: vscode.l10n.t('The question was not sent and is kept.'),
    actions: ['resume', 'showUsage'],
  };
}

/** Returns the notice for a model with an unknown price, for which no budget can be enforced. */
export function unknownPriceWords(model: string): FailureWords {
  return {
    what: vscode.l10n.t('The price of {model} is unknown, so its spend cannot be counted or limited by your budget.', {
      model,
    }),
    charge: '',
    next: vscode.l10n.t('The question was not sent and is kept.'),
    actions: ['enterPrice', 'selectModel', 'sendAnyway', 'retry'],
  };
}

/** Returns the notice for spend that cannot be recorded, which budgets require. */
export function unwrittenWords({ worstNanoYuan }: Failure): FailureWords {
  return {
    what: vscode.l10n.t(
      'The spend cannot be written to disk, so nothing was sent: what cannot be counted is not spent.',
    ),
    charge: '',
    next: vscode.l10n.t('Check the free space of the disk, then retry.'),
    actions: ['retry', worstNanoYuan === undefined ? 'sendAnyway' : 'allowOnce', 'showLog'],
  };
}
