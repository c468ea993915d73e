import { hostname } from 'node:os';
import * as vscode from 'vscode';
import { DIMENSIONS, type UsageQuery, type UsageReport } from '../../core/spend/report/usageReport.ts';
import type { FilterView, RangeView, UsagePicture } from '../../protocol/usage.ts';
import { isoDay } from './calendarDays.ts';
import { daysText } from './dateText.ts';
import { liveView } from './liveView.ts';
import { dimensionText, nameText } from './usageNames.ts';
import type { LiveFacts } from './usagePorts.ts';
import type { RangeChoice } from './usageRange.ts';
import { usageReportView } from './usageReportView.ts';

/** The state from which the page is rendered. */
export interface UsageState {
  readonly choice: RangeChoice;
  readonly query: UsageQuery;
  readonly today: number;
  readonly isLoading: boolean;
  /** Whether the last read failed. */
  readonly hasFailed: boolean;
  readonly report: UsageReport | undefined;
  readonly live: LiveFacts;
}

/** Renders everything the page shows as texts for the user. */
export function usagePicture(state: UsageState): UsagePicture {
  const { report, live } = state;
  return {
    ...usageFrame(state),
    report: report === undefined ? null : usageReportView(report, live),
    live: liveView(live),
  };
}

/** Renders the frame around the report, which needs no report. */
export function usageFrame(state: UsageState): Omit<UsagePicture, 'report' | 'live'> {
  return {
    range: rangeView(state),
    filters: filterViews(state),
    isLoading: state.isLoading,
    failure: state.hasFailed
      ? { message: vscode.l10n.t('The usage cannot be read from disk. The log says why.') }
      : null,
    note:
      vscode.env.remoteName === undefined
        ? vscode.l10n.t('Counts this computer only, at list price.')
        : vscode.l10n.t('Counts this computer only ({host}), at list price.', { host: hostname() }),
  };
}

function rangeView({ choice, query: { firstDay, lastDay }, today }: UsageState): RangeView {
  return {
    chosen: choice.range,
    from: isoDay(firstDay),
    to: isoDay(lastDay),
    today: isoDay(today),
    text: daysText(firstDay, lastDay),
  };
}

/** Returns the filters. Omits those with fewer than two names, except active ones, which must remain clearable. */
function filterViews({ report, query }: UsageState): readonly FilterView[] {
  return DIMENSIONS.flatMap(dimension => {
    const chosen = query.filter[dimension];
    const names = new Set(report?.names[dimension]);
    if (chosen === undefined && names.size < 2) return [];
    if (chosen !== undefined) names.add(chosen);
    const options = [...names]
      .map(name => ({ name, text: nameText(dimension, name) }))
      .sort((a, b) => a.text.localeCompare(b.text));
    return [{ dimension, label: dimensionText(dimension), chosen: chosen ?? null, options }];
  });
}
