import * as vscode from 'vscode';
import { formatYuan } from '../../core/money.ts';
import type { UsageReport } from '../../core/spend/report/usageReport.ts';
import type { TileView } from '../../protocol/usageReportView.ts';
import { countText, percentText, shortCount, spendText } from './figures.ts';

/** Returns the figures at the top. Questions and requests have separate rates, because a retry is another request. */
export function tiles(report: UsageReport): readonly TileView[] {
  const { totals, questions } = report;
  const asked = questions.answered + questions.failed;
  return [
    { id: 'spend', label: vscode.l10n.t('Spend'), value: spendText(totals), detail: perRequest(report) },
    monthTile(report),
    {
      id: 'rate',
      label: vscode.l10n.t('Burn rate'),
      value: formatYuan(report.lastHourNanoYuan),
      detail: vscode.l10n.t('per hour, based on the last hour'),
    },
    savedTile(report),
    {
      id: 'questions',
      label: vscode.l10n.t('Questions answered'),
      value: percentText(questions.answered, asked),
      detail: vscode.l10n.t('{count} asked, {failed} failed, {cancelled} stopped', {
        count: countText(asked + questions.cancelled),
        failed: countText(questions.failed),
        cancelled: countText(questions.cancelled),
      }),
    },
    {
      id: 'requests',
      label: vscode.l10n.t('Requests answered'),
      value: percentText(totals.ok, totals.ok + totals.failed),
      detail: vscode.l10n.t('{count} sent, {failed} failed, {cancelled} stopped', {
        count: countText(totals.requests),
        failed: countText(totals.failed),
        cancelled: countText(totals.cancelled),
      }),
    },
    {
      id: 'input',
      label: vscode.l10n.t('Tokens in'),
      value: shortCount(totals.inputTokens),
      detail: vscode.l10n.t('{count} cached ({percent})', {
        count: shortCount(totals.cachedInputTokens),
        percent: percentText(totals.cachedInputTokens, totals.inputTokens),
      }),
    },
    {
      id: 'output',
      label: vscode.l10n.t('Tokens out'),
      value: shortCount(totals.outputTokens),
      detail: vscode.l10n.t('{count} for reasoning ({percent})', {
        count: shortCount(totals.reasoningTokens),
        percent: percentText(totals.reasoningTokens, totals.outputTokens),
      }),
    },
  ];
}

function perRequest({ totals }: UsageReport): string {
  if (totals.unknownPrice > 0) {
    return totals.unknownPrice === 1
      ? vscode.l10n.t('and 1 request of unknown price')
      : vscode.l10n.t('and {count} requests of unknown price', { count: countText(totals.unknownPrice) });
  }
  if (totals.requests === 0) return vscode.l10n.t('no requests');
  return vscode.l10n.t('{amount} per request', { amount: formatYuan(totals.amountNanoYuan / totals.requests) });
}

/** Returns the forecast with its range, because a single number would suggest too much certainty. */
function monthTile({ month }: UsageReport): TileView {
  const label = vscode.l10n.t('This month');
  const spent = vscode.l10n.t('{amount} so far', { amount: formatYuan(month.amountNanoYuan) });
  if (month.forecast === undefined) {
    const detail = vscode.l10n.t('too early for a forecast');
    return { id: 'month', label, value: formatYuan(month.amountNanoYuan), detail };
  }
  const { low, likely, high } = month.forecast;
  return {
    id: 'month',
    label: vscode.l10n.t('Month forecast'),
    value: `≈${formatYuan(likely)}`,
    detail: vscode.l10n.t('{low} to {high}; {spent}', { low: formatYuan(low), high: formatYuan(high), spent }),
  };
}

function savedTile({ cache }: UsageReport): TileView {
  const hits = [cache.memory, cache.workspace, cache.team, cache.joined];
  const questions = hits.reduce((sum, each) => sum + each.questions, 0);
  return {
    id: 'saved',
    label: vscode.l10n.t('Saved by cache'),
    value: spendText({
      amountNanoYuan: hits.reduce((sum, each) => sum + each.savedNanoYuan, 0),
      estimatedNanoYuan: 0,
      unknownPrice: hits.reduce((sum, each) => sum + each.unknownPrice, 0),
    }),
    detail: vscode.l10n.t('{count} of {all} answered questions ({percent})', {
      count: countText(questions),
      all: countText(questions + cache.asked.questions),
      percent: percentText(questions, questions + cache.asked.questions),
    }),
  };
}
