import * as vscode from 'vscode';
import { type BudgetName, budgetKey, type BudgetState } from '../../core/budget.ts';
import { formatYuan, type NanoYuan } from '../../core/money.ts';
import type { BudgetView, LaneView, Level, LiveView } from '../../protocol/usageReportView.ts';
import { hourText } from './dateText.ts';
import { countText, percentText, shortCount } from './figures.ts';
import { signedYuan } from './signedYuan.ts';
import { nameText } from './usageNames.ts';
import type { LaneFacts, LiveFacts } from './usagePorts.ts';

/** Renders the live facts as texts for the user. */
export function liveView({ budgets, warnAtPercent, lanes, balance, pausedConsumers, timeZone }: LiveFacts): LiveView {
  return {
    budgets: budgets.map(state => budgetView(state, Math.min(...warnAtPercent))),
    lanes: lanes.map(lane => laneView(lane, timeZone)),
    balance: balance === undefined ? null : signedYuan(balance),
    paused: pausedConsumers.map(consumer => ({ consumer, text: nameText('consumer', consumer) })),
  };
}

function budgetView(state: BudgetState, nearPercent: number): BudgetView {
  const { budget, spentNanoYuan: spent, reservedNanoYuan: reserved } = state;
  const limit = budget.limitNanoYuan;
  const facts = {
    spent: formatYuan(spent),
    limit: formatYuan(limit),
    left: formatYuan(Math.max(0, limit - spent - reserved)),
    reserved: formatYuan(reserved),
    percent: percentText(Math.min(spent, limit), limit),
  };
  return {
    id: budgetKey(budget),
    name: budgetName(budget),
    amount: vscode.l10n.t('{spent} of {limit} ({percent})', facts),
    detail:
      spent >= limit
        ? vscode.l10n.t('Used up: nothing more is sent until you raise it.')
        : reserved > 0
          ? vscode.l10n.t('{left} left, {reserved} reserved for requests under way', facts)
          : vscode.l10n.t('{left} left', facts),
    spentShare: Math.min(1, spent / limit),
    reservedShare: Math.min(1 - Math.min(1, spent / limit), reserved / limit),
    level: levelOf(spent, limit, nearPercent),
  };
}

function levelOf(spent: NanoYuan, limit: NanoYuan, nearPercent: number): Level {
  if (spent >= limit) return 'bad';
  return spent * 100 >= limit * nearPercent ? 'warning' : 'good';
}

function budgetName({ scope, name, period }: BudgetName): string {
  const text = scope === 'all' || scope === 'batch' ? name : nameText(scope, name);
  const kind =
    period === 'day'
      ? vscode.l10n.t('Daily budget')
      : period === 'month'
        ? vscode.l10n.t('Monthly budget')
        : vscode.l10n.t('Batch budget');
  return text === '' ? kind : vscode.l10n.t('{budget}: {name}', { budget: kind, name: text });
}

function laneView(lane: LaneFacts, timeZone: string | undefined): LaneView {
  return {
    id: `${lane.endpoint} ${lane.model}`,
    model: nameText('model', lane.model),
    state: stateText(lane, timeZone),
    level: lane.state === 'normal' ? 'good' : lane.state === 'open' ? 'bad' : 'warning',
    details: detailsOf(lane),
  };
}

function detailsOf({ endpoint, inFlight, concurrency, requestsPerMinute, tokensPerMinute }: LaneFacts): string {
  const parts = [
    nameText('endpoint', endpoint),
    vscode.l10n.t('{count} of {limit} concurrent requests', {
      count: countText(inFlight),
      limit: countText(concurrency),
    }),
    requestsPerMinute === undefined ? undefined : `${shortCount(requestsPerMinute)} RPM`,
    tokensPerMinute === undefined ? undefined : `${shortCount(tokensPerMinute)} TPM`,
  ];
  return parts.filter(part => part !== undefined).join(' · ');
}

function stateText({ state, openUntilMs }: LaneFacts, timeZone: string | undefined): string {
  switch (state) {
    case 'normal':
      return vscode.l10n.t('Normal');
    case 'open':
      return openUntilMs === undefined
        ? vscode.l10n.t('Paused')
        : vscode.l10n.t('Paused, next try at {time}', { time: hourText(openUntilMs, timeZone, true) });
    case 'probing':
      return vscode.l10n.t('Trying again');
  }
}
