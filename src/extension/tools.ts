import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Feature } from '../core/feature.ts';
import type { Logger } from '../core/logger.ts';
import type { NanoYuan } from '../core/money.ts';
import type { BalanceReader } from '../core/spend/bill/balanceReader.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { setBudget } from '../host/commands/setBudget.ts';
import type { Configuration } from '../host/configuration.ts';
import { MODEL_FEATURES } from '../host/featureModelsSetting.ts';
import { COMMANDS } from '../host/ids.ts';
import { enterPrice } from '../host/models/enterPrice.ts';
import { PriceUnitNotice } from '../host/models/priceUnitNotice.ts';
import { selectModel } from '../host/models/selectModel.ts';
import { correctTotal } from '../host/spend/correctTotal.ts';
import { tellBrokenSetting } from '../host/storageNotices.ts';
import { connectBilling } from './billing.ts';
import type { ConnectedCache } from './cache.ts';
import { cacheCommands } from './cacheCommands.ts';
import { credentialCommands } from './credentialCommands.ts';
import type { ConnectedCredentials } from './credentials.ts';
import type { ConnectedPricing } from './pricing.ts';
import type { ConnectedQianfan } from './qianfan.ts';
import type { ConnectedSpend } from './spend.ts';
import type { ToolCommandId } from './toolCommands.ts';
import { connectUsage } from './usage.ts';
import { connectUsagePanel } from './usagePanel.ts';

/** Dependencies of the tools. */
export interface ToolParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly kept: ConnectedCache;
  readonly qianfan: ConnectedQianfan;
  readonly spend: ConnectedSpend;
  readonly ledger: Ledger;
  readonly balance: BalanceReader;
  readonly pricing: ConnectedPricing;
  readonly openChat: () => void | Promise<void>;
  readonly showLog: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Parts of a window needed only after a user action. A separate bundle, loaded on first use. */
export interface Tools {
  readonly commands: Pick<CommandTable, ToolCommandId>;
  /** Restores a usage panel that was open before the window reloaded. */
  readonly revive: (panel: vscode.WebviewPanel) => Promise<void>;
  /** Requests the account's balance from Baidu; `undefined` without a usable access key. */
  readonly readBalance: (signal: AbortSignal) => Promise<NanoYuan | undefined>;
  /** Lets the user pick a model, starting from `current`. Changes no setting. */
  readonly pickModel: (current: string) => Promise<string | undefined>;
  /** Asks the user for the price of a model; true when a price is set afterwards. */
  readonly enterPrice: (model: string) => Promise<boolean>;
  /** Asks the user for today's actual spend, for when the ledger may have lost bookings. */
  readonly correctTotal: () => Promise<void>;
  /** Asks about the user's own prices that look as if they were entered in the wrong unit. */
  readonly askAboutPrices: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Connects all tools. Uses no network and starts no worker thread before one of them is used. */
export function connectTools(parts: ToolParts): Tools {
  const { context, configuration, connected, kept, qianfan, spend, ledger, balance, clock, logger } = parts;
  const { models, model } = qianfan;
  const knownModels = (): string[] => models.all(model()).map(({ id }) => id);
  const billing = connectBilling({ context, connected, ledger, balance, models: knownModels, clock, logger });
  const usage = connectUsage({ context, ledger, clock, logger });
  const panel = connectUsagePanel({
    context,
    ledger,
    budgets: spend.budgets,
    warnAtPercent: () => configuration.get('wenxin.budget.warnAtPercent'),
    usage,
    flowSettings: qianfan.flowSettings,
    balance,
    actions: {
      setBudget: () => setBudget(spend.budgetTools),
      compareBill: billing.commands[COMMANDS.compareBill],
      openChat: parts.openChat,
      showLog: parts.showLog,
    },
    clock,
    logger,
  });
  context.subscriptions.push(panel);
  const priceNotice = new PriceUnitNotice(parts.pricing.keeping, context.globalState, logger);
  return {
    commands: {
      ...billing.commands,
      ...usage.commands,
      [COMMANDS.showUsage]: () => {
        panel.show();
        billing.lookAtBalance();
      },
      [COMMANDS.setBudget]: argument => setBudget(spend.budgetTools, argument),
      [COMMANDS.selectModel]: feature => chooseModel(parts, feature),
      ...cacheCommands({ caches: kept.contents, team: kept.team, clock, logger }),
      ...credentialCommands({ context, configuration, connected, qianfan, ledger, team: kept.team, clock, logger }),
    },
    revive: revived => panel.deserializeWebviewPanel(revived),
    readBalance: billing.readBalance,
    pickModel: current => pickModel(parts, current),
    enterPrice: model => enterPrice(model, parts.pricing.keeping),
    correctTotal: () => correctTotal(ledger, logger),
    askAboutPrices: () => priceNotice.look(),
    close: () => usage.reader.close(),
  };
}

/** Sets the general model, or the feature's own model when the request names a feature that has one. */
async function chooseModel(parts: ToolParts, asked: unknown): Promise<void> {
  const { configuration, qianfan } = parts;
  const models = configuration.get('wenxin.featureModels');
  const feature = MODEL_FEATURES.find(each => each === asked && models[each] !== undefined);
  const chosen = await pickModel(parts, feature === undefined ? qianfan.model() : qianfan.modelFor(feature), feature);
  if (chosen === undefined) return;
  if (feature === undefined) await configuration.update('wenxin.model', chosen);
  else await configuration.update('wenxin.featureModels', { ...models, [feature]: chosen });
}

async function pickModel(
  { configuration, connected, qianfan, logger }: ToolParts,
  current: string,
  feature?: Feature,
): Promise<string | undefined> {
  // The list of models comes from an endpoint, and the setting is invalid.
  if (configuration.get('wenxin.endpoints') === null) {
    tellBrokenSetting('wenxin.endpoints');
    return undefined;
  }
  const { endpoint, models, list } = qianfan;
  let chosen: string | undefined;
  await selectModel({
    endpoint,
    current: () => current,
    models: () => models.all(current),
    find: id => models.find(id),
    authorize: connected.credentials,
    list,
    ...(feature && { feature }),
    choose: id => void (chosen = id),
    logger,
  });
  return chosen;
}
