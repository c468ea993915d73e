import * as vscode from 'vscode';
import type { HourForecast, UsageReport } from '../../core/spend/report/usageReport.ts';
import type { ChartView, TableView, TrafficView } from '../../protocol/usageReportView.ts';
import { hourText } from './dateText.ts';
import { countText, shortCount } from './figures.ts';
import type { LaneFacts } from './usagePorts.ts';

/** At half of a limit on average, some minutes of the hour are expected to reach it. */
const NEAR_SHARE = 0.5;

const MS_PER_HOUR = 60 * 60 * 1000;

/** Returns the forecast for the next hours, the hours near a rate limit, and the quietest hour. */
export function traffic({ hours, query }: UsageReport, lanes: readonly LaneFacts[]): TrafficView {
  if (hours.length === 0) {
    const tooEarly = vscode.l10n.t('The forecast comes from past weeks and appears once a week has been recorded.');
    return { advice: [tooEarly], charts: null };
  }
  const limits = {
    requests: 60 * lowest(lanes.map(({ requestsPerMinute }) => requestsPerMinute)),
    tokens: 60 * lowest(lanes.map(({ tokensPerMinute }) => tokensPerMinute)),
  };
  const isNear = (hour: HourForecast): boolean =>
    hour.requests >= NEAR_SHARE * limits.requests || hour.tokens >= NEAR_SHARE * limits.tokens;
  const time = ({ startMs }: HourForecast): string => hourText(startMs, query.timeZone);
  const span = (hour: HourForecast): string => `${time(hour)}–${hourText(hour.startMs + MS_PER_HOUR, query.timeZone)}`;
  const marked = hours.flatMap((hour, place) => (isNear(hour) ? [place] : []));
  const table: TableView = {
    caption: vscode.l10n.t('Forecast for the next 24 hours'),
    columns: [
      { label: vscode.l10n.t('Hour'), isNumber: false },
      { label: vscode.l10n.t('Requests'), isNumber: true },
      { label: vscode.l10n.t('Tokens'), isNumber: true },
      { label: vscode.l10n.t('Rate limit'), isNumber: false },
    ],
    rows: hours.map(hour => ({
      cells: [
        span(hour),
        `≈${countText(hour.requests)}`,
        `≈${shortCount(hour.tokens)}`,
        isNear(hour) ? vscode.l10n.t('near') : '',
      ],
      ...(isNear(hour) && { isMarked: true as const }),
    })),
  };
  const chart = (name: string, values: readonly number[], summary: string): ChartView => ({
    summary,
    categories: hours.map(time),
    series: [{ name, values, texts: values.map(value => `≈${shortCount(value)}`) }],
    totals: values.map(value => `≈${shortCount(value)}`),
    unit: 'count',
    marked,
    table,
  });
  const sum = (values: readonly number[]): string => shortCount(values.reduce((total, each) => total + each, 0));
  const requests = hours.map(hour => hour.requests);
  const tokens = hours.map(hour => hour.tokens);
  return {
    advice: [nearText(hours.filter(isNear), span), quietText(hours, span)].filter(text => text !== undefined),
    charts: {
      requests: chart(
        vscode.l10n.t('Requests per hour'),
        requests,
        vscode.l10n.t('About {count} requests in the next 24 hours.', { count: sum(requests) }),
      ),
      tokens: chart(
        vscode.l10n.t('Tokens per hour'),
        tokens,
        vscode.l10n.t('About {count} tokens in the next 24 hours.', { count: sum(tokens) }),
      ),
    },
  };
}

function nearText(near: readonly HourForecast[], span: (hour: HourForecast) => string): string {
  const [first] = near;
  if (first === undefined) return vscode.l10n.t('No hour comes near a known rate limit.');
  return near.length === 1
    ? vscode.l10n.t('Requests may have to wait for the rate limit at {hour}.', { hour: span(first) })
    : vscode.l10n.t('In {count} of these hours requests may have to wait for the rate limit, first at {hour}.', {
        count: String(near.length),
        hour: span(first),
      });
}

/** Names the quietest hour; `undefined` if all hours are alike. */
function quietText(hours: readonly HourForecast[], span: (hour: HourForecast) => string): string | undefined {
  const quiet = hours.reduce((best, hour) => (hour.requests < best.requests ? hour : best));
  if (hours.every(({ requests }) => requests === quiet.requests)) return undefined;
  return vscode.l10n.t('{hour} is a quiet hour for a batch.', { hour: span(quiet) });
}

function lowest(limits: readonly (number | undefined)[]): number {
  return Math.min(...limits.filter(limit => limit !== undefined), Infinity);
}
