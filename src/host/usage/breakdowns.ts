import * as vscode from 'vscode';
import type { NanoYuan } from '../../core/money.ts';
import { DIMENSIONS, type Dimension, type UsageReport, type UsageSums } from '../../core/spend/report/usageReport.ts';
import type { BreakdownView, TableRow } from '../../protocol/usageReportView.ts';
import { countText, percentText, shortCount, spendText } from './figures.ts';
import { dimensionText, nameText } from './usageNames.ts';

/** Returns the usage broken down by each dimension. */
export function breakdowns(report: UsageReport): readonly BreakdownView[] {
  return DIMENSIONS.map(dimension => ({
    id: dimension,
    label: dimensionText(dimension),
    table: {
      caption: captionOf(dimension),
      columns: [
        { label: dimensionText(dimension), isNumber: false },
        { label: vscode.l10n.t('Spend'), isNumber: true },
        { label: vscode.l10n.t('Share'), isNumber: true },
        { label: vscode.l10n.t('Requests'), isNumber: true },
        { label: vscode.l10n.t('Success rate'), isNumber: true },
        { label: vscode.l10n.t('Tokens in'), isNumber: true },
        { label: vscode.l10n.t('Cached'), isNumber: true },
        { label: vscode.l10n.t('Tokens out'), isNumber: true },
      ],
      rows: rowsOf(report, dimension),
    },
  }));
}

function rowsOf({ by, totals }: UsageReport, dimension: Dimension): readonly TableRow[] {
  const most = Math.max(...by[dimension].map(({ sums }) => sums.amountNanoYuan), 1);
  return by[dimension].map(({ name, sums }) => ({
    cells: [
      nameText(dimension, name),
      spendText(sums),
      shareText(sums, totals.amountNanoYuan),
      countText(sums.requests),
      percentText(sums.ok, sums.ok + sums.failed),
      shortCount(sums.inputTokens),
      shortCount(sums.cachedInputTokens),
      shortCount(sums.outputTokens),
    ],
    share: sums.amountNanoYuan / most,
  }));
}

/** Formats the share of the spend; a dash where the spend is unknown. */
function shareText({ amountNanoYuan, unknownPrice }: UsageSums, all: NanoYuan): string {
  return amountNanoYuan === 0 && unknownPrice > 0 ? '–' : percentText(amountNanoYuan, all);
}

function captionOf(dimension: Dimension): string {
  switch (dimension) {
    case 'model':
      return vscode.l10n.t('Usage by model');
    case 'feature':
      return vscode.l10n.t('Usage by feature');
    case 'workspace':
      return vscode.l10n.t('Usage by workspace');
    case 'endpoint':
      return vscode.l10n.t('Usage by endpoint');
    case 'consumer':
      return vscode.l10n.t('Usage by consumer');
  }
}
