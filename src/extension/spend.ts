import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import type { BalanceReader } from '../core/spend/bill/balanceReader.ts';
import { countsFor } from '../core/spend/budgetRows.ts';
import { Budgets } from '../core/spend/budgets.ts';
import { CORRECTORS } from '../core/spend/corrections.ts';
import type { Experience } from '../core/spend/experience.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import { NAME_KIND } from '../core/spend/ledgerFormat.ts';
import type { BudgetTools } from '../host/commands/budgetTools.ts';
import type { Configuration } from '../host/configuration.ts';
import { BudgetAlerts } from '../host/spend/budgetAlerts.ts';
import { ownBudgets } from '../host/spend/ownBudgets.ts';
import { SpendAlarm } from '../host/spend/spendAlarm.ts';
import { SpendMeter } from '../host/spend/spendMeter.ts';
import { StatusBar } from '../host/spend/statusBar.ts';

interface SpendParts {
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  readonly models: ModelDirectory;
  readonly experience: Experience;
  /** Model of the next question. */
  readonly model: () => string;
  readonly balance: BalanceReader;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Budgets, the spend meter, and the alerts. */
export interface ConnectedSpend {
  readonly budgets: Budgets;
  readonly meter: SpendMeter;
  /** Dependencies of the command that sets a budget. */
  readonly budgetTools: BudgetTools;
  dispose(): void;
}

/** This extension's consumer name in the ledger. */
const OURSELVES = 'ask-wenxin';

/** Consumer names that do not stand for another extension. */
const NO_OTHERS: ReadonlySet<string> = new Set([OURSELVES, ...CORRECTORS]);

/** Connects the ledger to the meter, the budgets and the alarm. */
export function connectSpend(connecting: SpendParts): ConnectedSpend {
  const { configuration, ledger, models, experience, model, balance, clock, logger } = connecting;
  const workspace = vscode.workspace.name ?? '';
  const warnAtPercent = (): readonly number[] => configuration.get('wenxin.budget.warnAtPercent');
  const budgets = new Budgets(ledger, () => ownBudgets(configuration));
  const chatHere = { workspace, feature: 'chat', consumer: OURSELVES } as const;
  const statusBar = new StatusBar();
  const meter = new SpendMeter(ledger, statusBar, logger, () => ({
    model: model(),
    price: models.find(model()).price,
    estimateError: experience.estimateErrorOf(model()),
    budgets: (budgets.states() ?? []).filter(({ budget }) => countsFor(chatHere, budget)),
    warnAtPercent: warnAtPercent(),
    balance: balance.latest,
  }));
  const consumers = (): string[] =>
    ledger
      .read(database => database.statement('SELECT text FROM name WHERE kind = ?').all(NAME_KIND.consumer))
      ?.map(row => String(row['text']))
      .filter(consumer => !NO_OTHERS.has(consumer)) ?? [];
  const budgetTools: BudgetTools = {
    configuration,
    spent: name => budgets.spent(name),
    all: () => (budgets.states() ?? []).map(({ budget }) => budget),
    keep: (name, limit) => budgets.keep(name, limit),
    workspace,
    consumers,
  };
  const parts = [
    meter,
    statusBar,
    new BudgetAlerts({ ledger, budgets, warnAtPercent, logger }),
    new SpendAlarm({ ledger, clock, logger }),
  ];
  return {
    budgets,
    meter,
    budgetTools,
    dispose: () => parts.forEach(part => part.dispose()),
  };
}
