import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { Configuration } from '../host/configuration.ts';
import { DailyCap } from '../host/modelProvider/dailyCap.ts';
import { manageAccess } from '../host/modelProvider/manageAccess.ts';
import { UseConsent } from '../host/modelProvider/useConsent.ts';
import { WenxinModels } from '../host/modelProvider/wenxinModels.ts';
import type { ConnectedCredentials } from './credentials.ts';
import type { ConnectedQianfan } from './qianfan.ts';
import type { ConnectedSpend } from './spend.ts';

/** Dependencies of the language-model provider. */
export interface ModelProviderParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly qianfan: ConnectedQianfan;
  readonly spend: ConnectedSpend;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The language-model provider, and the command that manages which extensions may use it. */
export interface ConnectedModelProvider {
  readonly models: WenxinModels;
  manageAccess(): Promise<void>;
}

/** Connects the language-model provider. A separate bundle, loaded when VS Code first asks for models. */
export function connectModelProvider(parts: ModelProviderParts): ConnectedModelProvider {
  const { context, configuration, connected, qianfan, spend, ledger, clock, logger } = parts;
  const { backend, models: catalogue, priceOf, experience, model, endpoint } = qianfan;
  const consent = new UseConsent(context.globalState, logger);
  const models = new WenxinModels({
    backend,
    models: catalogue,
    priceOf,
    experience,
    settings: () => {
      const { baseUrl, api = 'v2' } = endpoint();
      return {
        model: model(),
        maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
        temperature: configuration.get('wenxin.temperature') ?? undefined,
        host: new URL(baseUrl).host,
        api,
      };
    },
    hasCredentials: () => connected.current.refresh(),
    onDidChangeCredentials: listener => connected.accounts.onDidChange(listener),
    cap: new DailyCap({
      budgetTools: spend.budgetTools,
      ready: () => ledger.ready(),
      memory: context.globalState,
      onDecidedFor: consumer => consent.allow(consumer),
      logger,
    }),
    consent,
    workspace: vscode.workspace.name ?? '',
    clock,
    logger,
  });
  return { models, manageAccess: () => manageAccess(consent) };
}
