import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { describeError } from '../core/errors.ts';
import type { FlowSettings } from '../core/flow/admissionCheck.ts';
import { laneReport } from '../core/flow/laneReport.ts';
import type { Logger } from '../core/logger.ts';
import type { BalanceReader } from '../core/spend/bill/balanceReader.ts';
import type { Budgets } from '../core/spend/budgets.ts';
import { readLanes } from '../core/spend/laneRows.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import { readPaused, resume } from '../core/spend/pausedConsumers.ts';
import { UsagePanel } from '../host/usage/usagePanel.ts';
import type { LaneFacts, LiveFacts, UsageActions, UsageSource } from '../host/usage/usagePorts.ts';
import type { ConnectedUsage } from './usage.ts';

interface PanelParts {
  readonly context: vscode.ExtensionContext;
  readonly ledger: Ledger;
  readonly budgets: Budgets;
  readonly warnAtPercent: () => readonly number[];
  readonly usage: ConnectedUsage;
  readonly flowSettings: () => FlowSettings;
  readonly balance: BalanceReader;
  readonly actions: Pick<UsageActions, 'setBudget' | 'compareBill' | 'openChat' | 'showLog'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Connects the usage panel to the ledger and to its actions. */
export function connectUsagePanel(parts: PanelParts): UsagePanel {
  const { context, ledger, usage, balance, clock, logger } = parts;
  const source: UsageSource = {
    read: (query, signal) => usage.reader.read(query, signal),
    live: () => liveFacts(parts),
    timeZone: () => ledger.timeZone,
    onDidChange: listener => {
      const ends = [ledger.onDidChange(listener), balance.onDidChange(listener)];
      return () => ends.forEach(end => end());
    },
  };
  const actions: UsageActions = {
    ...parts.actions,
    export: (format, { firstDay, lastDay, filter }) =>
      usage.exportChosen({ format, range: { firstDay, lastDay, filter } }),
    resumeConsumer: consumer => ledger.write(database => resume(database, consumer)),
  };
  return new UsagePanel({ extensionUri: context.extensionUri, source, actions, clock, logger });
}

/** Returns the live facts; empty ones when they cannot be read, with the reason in the log. */
function liveFacts({ ledger, budgets, warnAtPercent, flowSettings, balance, clock, logger }: PanelParts): LiveFacts {
  try {
    return {
      timeZone: ledger.timeZone,
      budgets: budgets.states() ?? [],
      warnAtPercent: warnAtPercent(),
      lanes: lanesOf(ledger, flowSettings(), clock.now()),
      ...(balance.latest !== undefined && { balance: balance.latest.nanoYuan }),
      pausedConsumers: ledger.read(database => readPaused(database).map(({ consumer }) => consumer)) ?? [],
    };
  } catch (error) {
    logger.warn(`The usage panel lacks budgets and limits, which cannot be read: ${describeError(error)}`);
    return { budgets: [], warnAtPercent: [], lanes: [], pausedConsumers: [] };
  }
}

function lanesOf(ledger: Ledger, settings: FlowSettings, nowMs: number): readonly LaneFacts[] {
  const lanes = ledger.read(database => readLanes(database)) ?? [];
  return lanes.map(({ endpoint, model, state, open }) => ({
    endpoint,
    model,
    inFlight: open,
    ...laneReport(state, settings, nowMs),
  }));
}
