import * as vscode from 'vscode';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import { formatYuan } from '../../core/money.ts';
import { hourText } from '../history/timeText.ts';
import { sentences } from '../sentences.ts';
import { budgetAtStart } from '../spend/budgetWords.ts';
import type { BatchDraft } from './batchDraft.ts';
import { countText } from './batchWords.ts';
import { minutesText } from './minutesText.ts';
import type { RunBatchParts } from './runBatchParts.ts';
import { priceText } from '../spend/priceText.ts';

/** How a batch starts. */
export type Go = 'now' | 'hour' | 'service';

/** The user's choice after a dry run. */
type Way = Go | 'preview' | 'model' | 'budget';

interface WayItem extends vscode.QuickPickItem {
  readonly way?: Way;
}

/** Shows a summary of the dry run and asks how to proceed; `undefined` when the user cancels. */
export async function pickWay(
  { hasBatchInference, timeZone }: RunBatchParts,
  draft: BatchDraft,
  dryRun: DryRun,
): Promise<Way | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      summaryItem(dryRun),
      separator(vscode.l10n.t('Start')),
      { label: vscode.l10n.t('Start Now'), description: priceText(dryRun.cost), iconPath: icon('play'), way: 'now' },
      hourItem(dryRun, timeZone()),
      ...(hasBatchInference() ? [serviceItem(dryRun)] : []),
      separator(vscode.l10n.t('Change')),
      { label: vscode.l10n.t('Model'), description: draft.model, iconPath: icon('symbol-misc'), way: 'model' },
      {
        label: vscode.l10n.t('Budget of This Batch'),
        description: budgetText(draft, dryRun),
        iconPath: icon('shield'),
        way: 'budget',
      },
      separator(''),
      { label: vscode.l10n.t('Cancel'), iconPath: icon('close') },
    ] satisfies WayItem[],
    {
      title: vscode.l10n.t('Run Batch: {title}', { title: draft.input.title }),
      placeHolder: vscode.l10n.t('Nothing has been sent. How do you want to continue?'),
      ignoreFocusOut: true,
    },
  );
  return picked?.way;
}

function summaryItem(dryRun: DryRun): WayItem {
  const { budgetStop } = dryRun;
  const tokens = Math.round(dryRun.inputTokens + dryRun.answers.expectedTokens);
  const facts = {
    count: countText(dryRun.count),
    cached: countText(dryRun.cached),
    tokens: countText(tokens),
    price: priceText(dryRun.cost),
    minutes: minutesText(dryRun.minutes),
  };
  return {
    label: vscode.l10n.t('{count} items ({cached} from the cache), {price}, {minutes} min', facts),
    detail: sentences([
      vscode.l10n.t('About {tokens} tokens.', facts),
      budgetStop?.isLikely
        ? vscode.l10n.t('{whichBudget} will probably stop it after {items} items.', {
            whichBudget: budgetAtStart(budgetStop.budget),
            items: countText(budgetStop.afterItems),
          })
        : undefined,
      vscode.l10n.t('Choose this to see the real prompts.'),
    ]),
    iconPath: icon(budgetStop?.isLikely ? 'warning' : 'checklist'),
    way: 'preview',
  };
}

function hourItem({ quietHourMs }: DryRun, timeZone: string | undefined): WayItem {
  return {
    label: vscode.l10n.t('Schedule...'),
    ...(quietHourMs !== undefined && {
      description: vscode.l10n.t('{hour} is quiet', { hour: hourText(quietHourMs, timeZone) }),
    }),
    iconPath: icon('watch'),
    way: 'hour',
  };
}

function serviceItem({ costByService }: DryRun): WayItem {
  return {
    label: vscode.l10n.t("Hand to Baidu's Batch Inference"),
    description: typeof costByService === 'string' ? '' : priceText(costByService),
    detail: vscode.l10n.t('About 40% of the price, not immediate. Its files go into your own BOS bucket at Baidu.'),
    iconPath: icon('cloud-upload'),
    way: 'service',
  };
}

function budgetText({ budgetNanoYuan }: BatchDraft, { cost }: DryRun): string {
  if (budgetNanoYuan === undefined) return vscode.l10n.t('none');
  const amount = formatYuan(budgetNanoYuan);
  return typeof cost !== 'string' && budgetNanoYuan < cost.expectedNanoYuan
    ? vscode.l10n.t('{amount}, less than it will probably cost', { amount })
    : amount;
}

function separator(label: string): WayItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name);
}
