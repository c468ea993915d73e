import type * as vscode from 'vscode';
import type { Authorization } from '../core/authorization.ts';
import type { AnswerPlaces } from '../core/cache/withCache.ts';
import type { Budget } from '../core/budget.ts';
import type { ChatBackend, Endpoint } from '../core/chat.ts';
import { type ClientSettings, createClient } from '../core/client.ts';
import type { Clock } from '../core/clock.ts';
import type { Feature } from '../core/feature.ts';
import type { Logger } from '../core/logger.ts';
import { NetworkWatch } from '../core/networkWatch.ts';
import { priceRatio } from '../core/priceRatio.ts';
import { BufferedHosts } from '../core/qianfan/bufferedHosts.ts';
import { isFlatPlan } from '../core/qianfan/flatPlan.ts';
import { createQianfanBackend } from '../core/qianfan/http.ts';
import { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import { type ListedModel, listModels } from '../core/qianfan/modelList.ts';
import { Experience } from '../core/spend/experience.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { QuestionBook } from '../core/spend/questionBook.ts';
import type { PriceOf } from '../host/chat/answerNotice.ts';
import type { Configuration } from '../host/configuration.ts';
import { type CheckCredential, checkCredential } from '../host/credentials/credentialCheck.ts';
import type { ConfiguredEndpoint } from '../host/endpointSetting.ts';
import { RememberedLists } from '../host/models/rememberedLists.ts';
import type { EndpointNetworks } from '../host/network/endpointNetworks.ts';
import { toldHosts } from '../host/network/toldHosts.ts';
import { tellBuffered } from '../host/storageNotices.ts';
import type { ConnectedCredentials } from './credentials.ts';

interface QianfanParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly networks: EndpointNetworks;
  readonly ledger: Ledger;
  readonly questions: QuestionBook;
  readonly cache: AnswerPlaces;
  /** Budgets from the settings. */
  readonly budgets: () => readonly Budget[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The client of the Qianfan service, with what is known about its endpoints and models. */
export interface ConnectedQianfan {
  readonly endpoint: () => ConfiguredEndpoint;
  /** The configured model, used by the chat. */
  readonly model: () => string;
  /** The model configured for a feature; the general one otherwise. */
  readonly modelFor: (feature: Feature) => string;
  readonly models: ModelDirectory;
  readonly priceOf: PriceOf;
  readonly lists: RememberedLists;
  /** Token counts and answer lengths learned from earlier requests. */
  readonly experience: Experience;
  readonly backend: ChatBackend;
  /** Returns the `fetch` to use for an endpoint. */
  readonly fetchFor: (endpoint: ConfiguredEndpoint) => typeof globalThis.fetch;
  readonly list: (
    endpoint: ConfiguredEndpoint,
    authorization: Authorization,
    signal: AbortSignal,
  ) => Promise<readonly ListedModel[]>;
  readonly check: CheckCredential;
  readonly bufferedHosts: BufferedHosts;
  /** The current settings for concurrency, rate limits, retries and the circuit breaker. */
  readonly flowSettings: () => ClientSettings;
}

/** Connects the client to the network, the ledger and the settings. Uses no network before the first question. */
export function connectQianfan(parts: QianfanParts): ConnectedQianfan {
  const { context, configuration, connected, networks, ledger, questions, cache, budgets, clock, logger } = parts;
  const { current, time, candidate } = connected;
  const { endpoint } = current;
  const model = (): string => configuration.get('wenxin.model');
  const modelFor = (feature: Feature): string => configuration.get('wenxin.featureModels')[feature] ?? model();
  const isUsable = (): boolean => configuration.get('wenxin.endpoints') !== null;

  const lists = new RememberedLists(context.globalState);
  const models = new ModelDirectory({
    ownPrices: () => configuration.get('wenxin.prices'),
    list: () => (isUsable() ? lists.of(endpoint().baseUrl) : undefined),
    payment: to => {
      const asked = to ?? (isUsable() ? endpoint() : undefined);
      if (current.kindOf(asked?.account) === 'none') return 'nobody';
      return asked !== undefined && isFlatPlan(asked.baseUrl) ? 'plan' : 'tokens';
    },
    clock,
  });
  const bufferedHosts = new BufferedHosts(toldHosts(context.globalState));
  const fetchFor = (to: ConfiguredEndpoint): typeof globalThis.fetch => time.watch(networks.fetchFor(to));
  const transport = createQianfanBackend({
    fetch: fetchFor,
    clock,
    logger,
    timeouts: asked => ({
      firstTokenMs:
        1000 * (configuration.get('wenxin.timeouts.firstTokenSeconds') ?? (models.find(asked).thinking ? 180 : 60)),
      betweenTokensMs: 1000 * configuration.get('wenxin.timeouts.betweenTokensSeconds'),
      totalMs: 1000 * configuration.get('wenxin.timeouts.totalSeconds'),
    }),
    onStreamed: (host, verdict) => {
      if (bufferedHosts.note(host, verdict)) tellBuffered(host);
    },
  });
  const experience = new Experience({ database: () => ledger.file(), onBooked: ledger.onDidChange, clock, logger });
  const base = {
    transport,
    experience,
    account: ({ account = current.name }: Endpoint) => account,
    ledger,
    findPrice: (asked: string, to?: Endpoint) =>
      to === undefined ? models.find(asked).price : models.priceAt(asked, to),
    budgets,
    logger,
    clock,
  };
  const flow = (): ClientSettings => ({
    maxConcurrency: configuration.get('wenxin.maxConcurrency'),
    requestsPerMinute: configuration.get('wenxin.requestsPerMinute'),
    tokensPerMinute: configuration.get('wenxin.tokensPerMinute'),
    maxAttempts: configuration.get('wenxin.retry.maxAttempts'),
    failureThreshold: configuration.get('wenxin.circuitBreaker.failureThreshold'),
    recoveryMs: 1000 * configuration.get('wenxin.circuitBreaker.recoverySeconds'),
  });
  const network = new NetworkWatch({ clock });
  const backend = createClient({
    ...base,
    credentials: connected.credentials,
    endpoints: () => current.endpoints(),
    fallbackModels: () => configuration.get('wenxin.fallbackModels'),
    standIn: (standIn, asked) => ({
      contextTokens: models.find(standIn).contextTokens,
      toolCalling: models.find(standIn).toolCalling,
      priceRatio: priceRatio(models.find(standIn).price, models.find(asked).price),
    }),
    settings: flow,
    cache,
    // A background refresh of a cached answer is not a question of the user.
    onAnswered: (request, origin) => {
      if (request.cause !== 'refresh') questions.add(request, origin);
    },
    onUnanswered: (request, outcome) => {
      if (request.cause !== 'refresh') questions.addUnanswered(request, outcome);
    },
    onNetworkChange: network.onUp,
    isOffline: network.isOffline,
  });
  const list: ConnectedQianfan['list'] = async (to, authorization, signal) => {
    const sender = { fetch: () => fetchFor(to), clock, logger };
    const listed = await listModels(sender, { endpoint: to, authorization }, signal);
    await lists.keep(to.baseUrl, listed);
    return listed;
  };
  const check = checkCredential((to, credential) => {
    const credentials = candidate(credential);
    return {
      client: createClient({
        ...base,
        credentials,
        endpoints: () => [to],
        settings: () => ({ ...flow(), maxAttempts: 1 }),
        isOffline: network.isOffline,
      }),
      ...(to.api !== 'v1' && { list: async signal => list(to, await credentials(to, signal), signal) }),
    };
  }, model);
  const priceOf: PriceOf = (asked, name) => {
    const endpoints = isUsable() ? current.endpoints() : [];
    return base.findPrice(
      asked,
      endpoints.find(each => each.name === name),
    );
  };
  return {
    endpoint,
    model,
    modelFor,
    models,
    priceOf,
    lists,
    experience,
    backend,
    fetchFor,
    list,
    check,
    bufferedHosts,
    flowSettings: flow,
  };
}
