import * as vscode from 'vscode';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import { formatYuan, formatYuanAtMost, formatYuanRange } from '../../core/money.ts';
import { budgetInside } from '../spend/budgetWords.ts';
import type { BatchDraft } from './batchDraft.ts';
import { countText } from './batchWords.ts';
import type { Go } from './pickWay.ts';
import type { RunBatchParts } from './runBatchParts.ts';

/** `changed`: a setting has changed, so a new dry run is needed. */
type Answer = 'yes' | 'no' | 'changed';

/** Warns before the start of anything that would stop the batch, and asks about a cost above the user's limit. */
export async function mayStart(parts: RunBatchParts, draft: BatchDraft, dryRun: DryRun, way: Go): Promise<Answer> {
  if (dryRun.isUnpriced) return askForPrice(parts, draft.model);
  if (dryRun.budgetStop?.isLikely && way !== 'service') return askAboutBudget(parts, dryRun, dryRun.budgetStop);
  return askAboutCost(parts, dryRun, way);
}

async function askForPrice({ enterPrice }: RunBatchParts, model: string): Promise<Answer> {
  const enter = vscode.l10n.t('Enter Price...');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('The price of {model} is unknown, so no budget can hold.', { model }),
    { modal: true, detail: vscode.l10n.t('As long as there is a budget, nothing is sent without a price.') },
    enter,
  );
  return choice === enter && (await enterPrice(model)) ? 'changed' : 'no';
}

async function askAboutBudget(
  { setBudget }: RunBatchParts,
  { count, cost }: DryRun,
  { budget, limitNanoYuan, leftNanoYuan, afterItems }: NonNullable<DryRun['budgetStop']>,
): Promise<Answer> {
  const start = vscode.l10n.t('Start Anyway');
  const set = vscode.l10n.t('Set Budget...');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{left} of {whichBudget} ({budget}) is left, so the batch will probably pause after {items} of {total} items.',
      {
        left: formatYuan(Math.max(0, leftNanoYuan)),
        whichBudget: budgetInside(budget),
        budget: formatYuan(limitNanoYuan),
        items: countText(afterItems),
        total: countText(count),
      },
    ),
    {
      modal: true,
      detail: [
        typeof cost === 'string'
          ? ''
          : vscode.l10n.t('It costs {range}, at most {worst}.', {
              range: formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan),
              worst: formatYuanAtMost(cost.worstNanoYuan),
            }),
        vscode.l10n.t('What is done by then is kept, and going on will not charge it again.'),
      ].join('\n'),
    },
    start,
    set,
  );
  if (choice === set) {
    await setBudget(budget);
    return 'changed';
  }
  return choice === start ? 'yes' : 'no';
}

async function askAboutCost({ confirmAbove }: RunBatchParts, dryRun: DryRun, way: Go): Promise<Answer> {
  const cost = way === 'service' ? dryRun.costByService : dryRun.cost;
  const limit = confirmAbove();
  if (limit === undefined || typeof cost === 'string') return 'yes';
  const { highNanoYuan, worstNanoYuan } = cost;
  if (highNanoYuan <= limit) return 'yes';
  const facts = { amount: formatYuanAtMost(highNanoYuan), worst: formatYuanAtMost(worstNanoYuan) };
  const start = vscode.l10n.t('Start (about {amount}, at most {worst})', facts);
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('This batch will probably cost up to {amount}. Start it?', facts),
    {
      modal: true,
      detail: vscode.l10n.t('You are asked when the estimate is above {limit} (setting {id}).', {
        limit: formatYuan(limit),
        id: 'wenxin.confirmAboveCny',
      }),
    },
    start,
  );
  return choice === start ? 'yes' : 'no';
}
