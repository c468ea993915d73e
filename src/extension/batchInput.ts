import * as vscode from 'vscode';
import type { BatchLine } from '../core/batch/batchLine.ts';
import type { BatchInput } from '../core/batch/plan/batchInput.ts';
import { dryRun } from '../core/batch/plan/dryRun.ts';
import type {
  BatchPace,
  ComingHour,
  DryRunPorts,
  PlannedModel,
  PlannedSecret,
} from '../core/batch/plan/dryRunPorts.ts';
import type { DryRun } from '../core/batch/plan/dryRunReport.ts';
import { KeptLookup } from '../core/cache/keptLookup.ts';
import type { Clock } from '../core/clock.ts';
import { findSecrets } from '../core/conversation/secrets/findSecrets.ts';
import { describeError } from '../core/errors.ts';
import { laneReport } from '../core/flow/laneReport.ts';
import type { Logger } from '../core/logger.ts';
import { countsFor } from '../core/spend/budgetRows.ts';
import { readLanes } from '../core/spend/laneRows.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import { amountOf, isFree, worstCaseOf } from '../core/spend/prices.ts';
import { readRecentPace } from '../core/spend/recentPace.ts';
import { UsageReader } from '../core/spend/report/usageReader.ts';
import type { BatchInputDeps } from '../host/batch/input/batchInputDeps.ts';
import { DryRunDocument } from '../host/batch/input/dryRunDocument.ts';
import { TextDocuments } from '../host/context/textDocuments.ts';
import { pickBatchInput } from '../host/batch/input/pickBatchInput.ts';
import type { Configuration } from '../host/configuration.ts';
import { PromptLibrary } from '../host/prompts/promptLibrary.ts';
import { loadCsvRows } from '../host/usage/loadCsvRows.ts';
import type { ConnectedCache } from './cache.ts';
import type { ConnectedCredentials } from './credentials.ts';
import type { ConnectedQianfan } from './qianfan.ts';
import type { ConnectedSpend } from './spend.ts';

/** Dependencies of {@link connectBatchInput}. */
export interface BatchInputParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly kept: ConnectedCache;
  readonly qianfan: ConnectedQianfan;
  readonly ledger: Ledger;
  readonly spend: ConnectedSpend;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Picks the input of a batch and runs the dry run. None of it sends requests. */
export interface ConnectedBatchInput {
  /** Asks the user for the input of a batch; resolves to `undefined` when they cancel. */
  readonly pickInput: (uris?: readonly vscode.Uri[]) => Promise<BatchInput | undefined>;
  /** Estimates cost and duration. Throws the signal's reason, and any error from reading the input. */
  readonly plan: (input: BatchInput, model: string, signal: AbortSignal) => Promise<DryRun>;
  /** Opens the dry run's report, with sample prompts, in a tab. */
  readonly showDryRun: (input: BatchInput, run: DryRun) => Promise<void>;
  readonly hasSecret: (line: BatchLine) => boolean;
}

/** Typical pace of current models, used until measurements exist. */
const USUAL_PACE = { firstTokenMs: 2_000, tokensPerSecond: 40 };

/** Connects batch planning to the user's files, prompts and past usage. */
export function connectBatchInput(parts: BatchInputParts): ConnectedBatchInput {
  const { context, configuration, qianfan, ledger, clock, logger } = parts;
  const document = new DryRunDocument(() => ledger.timeZone, logger);
  const usage = new UsageReader({
    workerFile: context.asAbsolutePath('dist/usageReader.cjs'),
    ledgerPath: async () => (await ledger.file()).path,
    clock,
  });
  const documents = new TextDocuments('wenxin-batch-input');
  context.subscriptions.push(document, documents, { dispose: () => void usage.close() });
  const mayRun = (): boolean => vscode.workspace.isTrusted;
  const deps: BatchInputDeps = {
    mayRun,
    library: new PromptLibrary(vscode.Uri.joinPath(context.globalStorageUri, 'prompts'), mayRun),
    replyLanguage: () => configuration.get('wenxin.replyLanguage'),
    memory: context.globalState,
    documents,
    splitRows: () => loadCsvRows().csvRows,
    mostInputTokens: () => {
      const { contextTokens } = qianfan.models.find(qianfan.modelFor('batch'));
      return contextTokens && Math.max(0, contextTokens - configuration.get('wenxin.maxOutputTokens'));
    },
  };
  return {
    pickInput: uris => pickBatchInput(deps, uris),
    plan: (input, model, signal) => dryRun(input, portsOf(parts, usage, model), { signal }),
    showDryRun: (input, run) => document.show(input, run),
    hasSecret: ({ messages }) => messages.some(({ content }) => findSecrets(content).length > 0),
  };
}

function portsOf(parts: BatchInputParts, usage: UsageReader, model: string): DryRunPorts {
  const { configuration, connected, kept, spend, clock } = parts;
  const workspace = vscode.workspace.name ?? '';
  const maxOutputTokens = configuration.get('wenxin.maxOutputTokens');
  const temperature = configuration.get('wenxin.temperature');
  const { current } = connected;
  const { keyOf, isKept } = new KeptLookup({
    settings: kept.cache.settings,
    places: kept.cache.places,
    endpoints: () => current.endpoints(),
    account: ({ account = current.name }) => account,
    clock,
  });
  const asked = { workspace, feature: 'batch', consumer: 'ask-wenxin' } as const;
  return {
    model,
    maxOutputTokens,
    ...(temperature !== null && { temperature }),
    workspace,
    findModel: id => plannedModel(parts, id, maxOutputTokens),
    keyOf,
    isKept,
    secretsIn,
    budgets: () => (spend.budgets.states() ?? []).filter(({ budget }) => countsFor(asked, budget)),
    pace: () => paceNow(parts, model),
    comingHours: signal => comingHours(parts, usage, signal),
    clock,
  };
}

function plannedModel({ qianfan }: BatchInputParts, id: string, maxOutputTokens: number): PlannedModel {
  const { models, experience } = qianfan;
  const { price, contextTokens } = models.find(id);
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    pricing: pricingOf(price),
    amountOf: (inputTokens, outputTokens) =>
      price === undefined
        ? 0
        : amountOf(price, { inputTokens, outputTokens, cachedInputTokens: 0, reasoningTokens: 0 }),
    worstCaseOf: (inputTokens, outputTokens) =>
      price === undefined ? 0 : worstCaseOf(price, inputTokens, outputTokens),
    tokensOf: counts => experience.tokensOf(id, counts),
    answer: experience.answerRange('batch', id, maxOutputTokens),
  };
}

function pricingOf(price: Parameters<typeof isFree>[0] | undefined): PlannedModel['pricing'] {
  if (price === undefined) return 'unknown';
  if (price.isFlat) return 'plan';
  return isFree(price) ? 'free' : 'charged';
}

function secretsIn(text: string): PlannedSecret[] {
  return findSecrets(text).map(({ kind, start }) => ({ kind, line: text.slice(0, start).split('\n').length }));
}

/** Returns the pace learned from the first endpoint's lane, or from the settings where nothing is known. */
function paceNow({ qianfan, ledger, clock }: BatchInputParts, model: string): BatchPace {
  const settings = qianfan.flowSettings();
  const { name } = qianfan.endpoint();
  const lane = ledger
    .read(database => readLanes(database))
    ?.find(each => each.endpoint === name && each.model.toLowerCase() === model.toLowerCase());
  const { concurrency, requestsPerMinute, tokensPerMinute } = laneReport(lane?.state, settings, clock.now());
  const measured = ledger.read(database => readRecentPace(database, model));
  return {
    concurrency: Math.max(1, Math.min(concurrency, settings.maxConcurrency)),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
    ...(measured ?? USUAL_PACE),
    isMeasured: measured !== undefined,
  };
}

/** Reads the hourly forecast. Returns an empty list when the ledger cannot be read; the forecast is optional. */
async function comingHours(
  { ledger, clock, logger }: BatchInputParts,
  usage: UsageReader,
  signal: AbortSignal,
): Promise<readonly ComingHour[]> {
  const today = ledger.today();
  const { timeZone } = ledger;
  const query = {
    firstDay: today,
    lastDay: today,
    filter: {},
    nowMs: clock.now(),
    ...(timeZone !== undefined && { timeZone }),
  };
  try {
    return (await usage.read(query, signal)).hours;
  } catch (error) {
    signal.throwIfAborted();
    logger.debug(`There is no forecast for a batch: ${describeError(error)}`);
    return [];
  }
}
