import * as vscode from 'vscode';
import { formatYuan } from '../../core/money.ts';
import type { LedgerEntry } from '../../core/spend/attemptRows.ts';
import { CORRECTION } from '../../core/spend/corrections.ts';
import type { UsageReport } from '../../core/spend/report/usageReport.ts';
import type { Level, UsageReceiptView } from '../../protocol/usageReportView.ts';
import { momentText } from './dateText.ts';
import { countText, durationText, shortCount } from './figures.ts';
import { failureText } from './failureText.ts';
import { priceSourceText, priceText } from './priceDetails.ts';
import { signedYuan } from './signedYuan.ts';
import { nameText } from './usageNames.ts';

/** Returns the most recent requests with the details of their cost. */
export function receipts({ recent, query }: UsageReport): readonly UsageReceiptView[] {
  return recent.map(entry => ({
    id: `${entry.questionId} ${entry.attempt}`,
    when: momentText(entry.sentAtMs, query.timeZone),
    model: nameText('model', entry.model),
    feature: nameText('feature', entry.feature),
    tokens: tokensText(entry),
    amount: amountText(entry),
    outcome: outcomeText(entry),
    level: levelOf(entry),
    details: detailsOf(entry),
  }));
}

function detailsOf(entry: LedgerEntry): UsageReceiptView['details'] {
  const { usage } = entry;
  const about = aboutOf(entry);
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    [vscode.l10n.t('Endpoint'), nameText('endpoint', entry.endpoint)],
    [vscode.l10n.t('Account'), entry.account || undefined],
    [vscode.l10n.t('Workspace'), nameText('workspace', entry.workspace)],
    [vscode.l10n.t('Consumer'), nameText('consumer', entry.consumer)],
    [vscode.l10n.t('Attempt'), countText(entry.attempt)],
    [vscode.l10n.t('Waited before sending'), entry.waitMs === undefined ? undefined : durationText(entry.waitMs)],
    [
      vscode.l10n.t('First token after'),
      entry.firstContentMs === undefined ? undefined : durationText(entry.firstContentMs),
    ],
    [vscode.l10n.t('Whole answer after'), entry.totalMs === undefined ? undefined : durationText(entry.totalMs)],
    [
      vscode.l10n.t('Input tokens'),
      vscode.l10n.t('{count} ({cached} cached)', {
        count: about + countText(usage.inputTokens),
        cached: countText(usage.cachedInputTokens),
      }),
    ],
    [
      vscode.l10n.t('Output tokens'),
      vscode.l10n.t('{count} ({reasoning} reasoning)', {
        count: about + countText(usage.outputTokens),
        reasoning: countText(usage.reasoningTokens),
      }),
    ],
    [
      vscode.l10n.t('Counted by'),
      entry.source === 'usage' ? vscode.l10n.t('the service') : vscode.l10n.t('an estimate of ours (≈)'),
    ],
    [vscode.l10n.t('Price'), entry.outcome === undefined && entry.price === undefined ? undefined : priceText(entry)],
    [vscode.l10n.t('Price source'), priceSourceText(entry.price)],
    [vscode.l10n.t('Cause of failure'), entry.failure === undefined ? undefined : failureText(entry.failure)],
    [vscode.l10n.t('Request ID'), entry.requestId],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Formats the amount of an attempt; for one in flight, its reservation as an upper bound. */
function amountText(entry: LedgerEntry): string {
  if (entry.outcome === undefined) {
    return entry.reservedNanoYuan === 0 ? '–' : `≤${formatYuan(entry.reservedNanoYuan)}`;
  }
  if (entry.amountNanoYuan === undefined) return vscode.l10n.t('unknown');
  return aboutOf(entry) + signedYuan(entry.amountNanoYuan);
}

function tokensText(entry: LedgerEntry): string {
  const { inputTokens, outputTokens } = entry.usage;
  const about = aboutOf(entry);
  return `${about}${shortCount(inputTokens)} + ${about}${shortCount(outputTokens)}`;
}

function aboutOf({ source, usage }: LedgerEntry): string {
  return source === 'estimate' && usage.inputTokens + usage.outputTokens > 0 ? '≈' : '';
}

function outcomeText({ outcome, feature }: LedgerEntry): string {
  if (feature === CORRECTION) return vscode.l10n.t('Corrected');
  switch (outcome) {
    case 'ok':
      return vscode.l10n.t('Answered');
    case 'failed':
      return vscode.l10n.t('Failed');
    case 'cancelled':
      return vscode.l10n.t('Stopped');
    case 'lost':
      return vscode.l10n.t('Interrupted');
    default:
      return vscode.l10n.t('Under way');
  }
}

function levelOf({ outcome, feature }: LedgerEntry): Level | null {
  if (feature === CORRECTION) return null;
  switch (outcome) {
    case 'ok':
      return 'good';
    case 'failed':
    case 'lost':
      return 'bad';
    case 'cancelled':
      return 'warning';
    default:
      return null;
  }
}
