import * as vscode from 'vscode';
import type { UsageReport } from '../../core/spend/report/usageReport.ts';
import type { UsageReportView } from '../../protocol/usageReportView.ts';
import { breakdowns } from './breakdowns.ts';
import { countText } from './figures.ts';
import { failures, latency } from './performance.ts';
import { receipts } from './receipts.ts';
import { spendChart } from './spendChart.ts';
import { tiles } from './tiles.ts';
import { estimateNote, tokenChart } from './tokenChart.ts';
import { traffic } from './traffic.ts';
import type { LiveFacts } from './usagePorts.ts';

/** Renders a report as texts for the user, with the numbers for its charts. */
export function usageReportView(report: UsageReport, { lanes }: Pick<LiveFacts, 'lanes'>): UsageReportView {
  return {
    empty: emptyOf(report),
    tiles: tiles(report),
    spend: spendChart(report),
    breakdowns: breakdowns(report),
    tokens: tokenChart(report),
    estimateNote: estimateNote(report),
    latency: latency(report),
    failures: failures(report),
    traffic: traffic(report, lanes),
    receipts: receipts(report),
    marks: marksOf(report),
  };
}

/** Returns why the report is empty, if it is. Questions answered only from the cache count as content. */
function emptyOf({ totals, recent, names, questions }: UsageReport): UsageReportView['empty'] {
  if (totals.requests > 0 || recent.length > 0) return null;
  if (questions.answered + questions.failed + questions.cancelled > 0) return null;
  return names.model.length === 0 ? 'never' : 'here';
}

function marksOf({ totals }: UsageReport): readonly string[] {
  return [
    ...(totals.estimatedNanoYuan > 0 ? [vscode.l10n.t('≈ partly estimated, because the service sent no usage')] : []),
    ...(totals.unknownPrice > 0
      ? [vscode.l10n.t('+ requests whose price is unknown: {count}', { count: countText(totals.unknownPrice) })]
      : []),
  ];
}
