import * as vscode from 'vscode';
import type { UsageReport, UsageSums } from '../../core/spend/report/usageReport.ts';
import type { ChartView } from '../../protocol/usageReportView.ts';
import { bucketsOf, isByWeek, sumsOf } from './buckets.ts';
import { countText, percentText, shortCount } from './figures.ts';

/** Returns tokens over time by kind. The four kinds are disjoint, so that their sum is the total. */
export function tokenChart(report: UsageReport): ChartView {
  const buckets = bucketsOf(report);
  const sums = sumsOf(report, buckets);
  const parts: readonly (readonly [name: string, of: (sums: UsageSums) => number])[] = [
    [vscode.l10n.t('Input, not cached'), each => each.inputTokens - each.cachedInputTokens],
    [vscode.l10n.t('Cached input'), each => each.cachedInputTokens],
    [vscode.l10n.t('Answers'), each => each.outputTokens - each.reasoningTokens],
    [vscode.l10n.t('Reasoning tokens'), each => each.reasoningTokens],
  ];
  const series = parts.map(([name, of]) => {
    const values = sums.map(of);
    return { name, values, texts: values.map(countText) };
  });
  const totals = sums.map(sum => countText(sum.inputTokens + sum.outputTokens));
  const { inputTokens, cachedInputTokens, outputTokens } = report.totals;
  return {
    summary: vscode.l10n.t('{input} tokens in, of which {cached} cached ({percent}), and {output} out.', {
      input: shortCount(inputTokens),
      cached: shortCount(cachedInputTokens),
      percent: percentText(cachedInputTokens, inputTokens),
      output: shortCount(outputTokens),
    }),
    categories: buckets.map(({ label }) => label),
    series,
    totals,
    unit: 'count',
    marked: [],
    table: {
      caption: isByWeek(report) ? vscode.l10n.t('Tokens per week') : vscode.l10n.t('Tokens per day'),
      columns: [
        { label: isByWeek(report) ? vscode.l10n.t('Week') : vscode.l10n.t('Day'), isNumber: false },
        ...series.map(({ name }) => ({ label: name, isNumber: true })),
        { label: vscode.l10n.t('Total'), isNumber: true },
      ],
      rows: buckets.map((bucket, place) => ({
        cells: [bucket.name, ...series.map(({ texts }) => texts[place] ?? '–'), totals[place] ?? '–'],
      })),
    },
  };
}

/** Describes the accuracy of estimates before sending. */
export function estimateNote({ estimateError }: UsageReport): string {
  return estimateError === undefined
    ? vscode.l10n.t('It is not known yet how accurate the estimates before sending are.')
    : vscode.l10n.t('Estimates before sending were off by {percent} on average.', {
        percent: `${(estimateError * 100).toFixed(1)}%`,
      });
}
