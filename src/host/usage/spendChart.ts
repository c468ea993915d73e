import * as vscode from 'vscode';
import { formatYuan, type NanoYuan } from '../../core/money.ts';
import type { UsageReport, UsageSums } from '../../core/spend/report/usageReport.ts';
import type { ChartView, SeriesView } from '../../protocol/usageReportView.ts';
import { type Bucket, bucketsOf, isByWeek, placesOf, sumsOf } from './buckets.ts';
import { daysText } from './dateText.ts';
import { countText, spendText, yuanOf } from './figures.ts';
import { nameText } from './usageNames.ts';

/** Number of models with a color of their own; the others share one. */
const MOST_MODELS = 5;

/** Returns the spend over time, stacked by model. */
export function spendChart(report: UsageReport): ChartView {
  const buckets = bucketsOf(report);
  const sums = sumsOf(report, buckets);
  const series = seriesOf(report, buckets);
  const period = isByWeek(report) ? vscode.l10n.t('Week') : vscode.l10n.t('Day');
  return {
    summary: summaryOf(report, buckets, sums),
    categories: buckets.map(({ label }) => label),
    series,
    totals: sums.map(spendText),
    unit: 'yuan',
    marked: [],
    table: {
      caption: isByWeek(report) ? vscode.l10n.t('Spend per week by model') : vscode.l10n.t('Spend per day by model'),
      columns: [
        { label: period, isNumber: false },
        { label: vscode.l10n.t('Spend'), isNumber: true },
        { label: vscode.l10n.t('Requests'), isNumber: true },
        ...series.map(({ name }) => ({ label: name, isNumber: true })),
      ],
      rows: buckets.map((bucket, place) => {
        const sum = sums[place];
        return {
          cells: [
            bucket.name,
            sum === undefined ? '–' : spendText(sum),
            countText(sum?.requests ?? 0),
            ...series.map(({ texts }) => texts[place] ?? '–'),
          ],
        };
      }),
    },
  };
}

function seriesOf({ dayModels, by }: UsageReport, buckets: readonly Bucket[]): readonly SeriesView[] {
  const paid = by.model.filter(({ sums }) => sums.amountNanoYuan > 0).map(({ name }) => name);
  const own = paid.length <= MOST_MODELS + 1 ? paid : paid.slice(0, MOST_MODELS);
  const names = own.map(name => nameText('model', name));
  if (own.length < paid.length) names.push(vscode.l10n.t('Other models'));
  const amounts: NanoYuan[][] = names.map(() => buckets.map(() => 0));
  const placeOf = placesOf(buckets);
  for (const { day, model, amountNanoYuan } of dayModels) {
    const rank = own.indexOf(model);
    const row = amounts[rank < 0 ? own.length : rank];
    const place = placeOf(day);
    if (row !== undefined && place !== undefined) row[place] = (row[place] ?? 0) + amountNanoYuan;
  }
  return names.map((name, rank) => {
    const row = amounts[rank] ?? [];
    return { name, values: row.map(yuanOf), texts: row.map(formatYuan) };
  });
}

function summaryOf(report: UsageReport, buckets: readonly Bucket[], sums: readonly UsageSums[]): string {
  const dearest = sums.reduce(
    (best, sum, place) => ((sum?.amountNanoYuan ?? 0) > (sums[best]?.amountNanoYuan ?? 0) ? place : best),
    0,
  );
  const bucket = buckets[dearest];
  const sum = sums[dearest];
  if (bucket === undefined || sum === undefined || sum.amountNanoYuan === 0) {
    return vscode.l10n.t('No known spend.');
  }
  if (buckets.length === 1) return vscode.l10n.t('{amount} in total.', { amount: spendText(report.totals) });
  return vscode.l10n.t('{amount} in total; the highest was {most} ({date}).', {
    amount: spendText(report.totals),
    most: spendText(sum),
    date: daysText(bucket.firstDay, bucket.lastDay),
  });
}
