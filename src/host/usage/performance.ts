import * as vscode from 'vscode';
import type { Percentiles, UsageReport } from '../../core/spend/report/usageReport.ts';
import type { LatencyView, TableView } from '../../protocol/usageReportView.ts';
import { countText, durationText, percentText } from './figures.ts';
import { failureText } from './failureText.ts';

/** Returns the latency percentiles; `null` without answers. */
export function latency({ latency: { firstContent, total, exact } }: UsageReport): LatencyView | null {
  if (firstContent === undefined && total === undefined) return null;
  const slowest = Math.max(firstContent?.p99 ?? 0, total?.p99 ?? 0, 1);
  const rows = (name: string, times: Percentiles | undefined): TableView['rows'] =>
    times === undefined
      ? []
      : (['p50', 'p95', 'p99'] as const).map(key => ({
          cells: [`${name} ${key.toUpperCase()}`, `${exact ? '' : '≈'}${durationText(times[key])}`],
          share: times[key] / slowest,
        }));
  const answers = countText(Math.max(firstContent?.count ?? 0, total?.count ?? 0));
  return {
    table: {
      caption: vscode.l10n.t('How long answers took'),
      columns: [
        { label: vscode.l10n.t('Measure'), isNumber: false },
        { label: vscode.l10n.t('Duration'), isNumber: true },
      ],
      rows: [...rows(vscode.l10n.t('First token'), firstContent), ...rows(vscode.l10n.t('Whole answer'), total)],
    },
    note: exact
      ? vscode.l10n.t('Of {count} answers. P95: 95% of them took no longer.', { count: answers })
      : vscode.l10n.t('Of {count} answers, to within 9%. P95: 95% of them took no longer.', { count: answers }),
  };
}

/** Returns failed requests by cause; `null` without failures. */
export function failures({ failures: kinds }: UsageReport): TableView | null {
  if (kinds.length === 0) return null;
  const all = kinds.reduce((sum, { requests }) => sum + requests, 0);
  const most = Math.max(...kinds.map(({ requests }) => requests), 1);
  return {
    caption: vscode.l10n.t('Failed requests by cause'),
    columns: [
      { label: vscode.l10n.t('Cause of failure'), isNumber: false },
      { label: vscode.l10n.t('Requests'), isNumber: true },
      { label: vscode.l10n.t('Share'), isNumber: true },
    ],
    rows: kinds.map(({ kind, requests }) => ({
      cells: [failureText(kind), countText(requests), percentText(requests, all)],
      share: requests / most,
    })),
  };
}
