import type { Register } from './admission.ts';
import { withCredentials, type Credentials } from './auth/withCredentials.ts';
import { type AnswerPlaces, withCache } from './cache/withCache.ts';
import type { Budget } from './budget.ts';
import type { AuthorizedRequest, Backend, ChatBackend, ChatRequest, Endpoint, Origin } from './chat.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Unsubscribe } from './emitter.ts';
import { type Logger, silentLogger } from './logger.ts';
import type { FlowSettings } from './flow/admissionCheck.ts';
import { attempts } from './flow/attempts.ts';
import { gate } from './flow/gate.ts';
import { QueuedAdmission } from './flow/queuedAdmission.ts';
import { Routes, type StandIn } from './flow/routes.ts';
import type { ModelPrice } from './money.ts';
import { budgetGuard } from './spend/budgetGuard.ts';
import { leavesRoom } from './spend/affordable.ts';
import type { Experience } from './spend/experience.ts';
import type { Ledger } from './spend/ledger.ts';
import { LedgerRegister } from './spend/ledgerRegister.ts';
import { MemoryRegister } from './spend/memoryRegister.ts';

/** How a client goes about its questions. Read for each. */
export interface ClientSettings extends FlowSettings {
  /** Attempts of one question, on all endpoints and models together. */
  readonly maxAttempts: number;
}

/** What a client is made of. */
export interface ClientOptions {
  /** Sends an attempt over the network. */
  readonly transport: Backend<AuthorizedRequest>;
  readonly credentials: Credentials;
  /** Where questions go, in the order in which it is tried; read for each of them. */
  readonly endpoints: () => readonly Endpoint[];
  /** Models that may stand in for one that does not answer, in order; none where missing. */
  readonly fallbackModels?: () => readonly string[];
  /** What decides whether a model can stand in for another; where missing, any may. */
  readonly standIn?: (model: string, asked: string) => StandIn;
  /**
   * Shared by all windows; stays the caller's, who closes it after the last question. Without it nothing is kept, limits
   * are this process's own, and there is no budget.
   */
  readonly ledger?: Ledger;
  /** The price that holds now at an endpoint, at the first where none is given; `undefined` when it is unknown. */
  readonly findPrice?: (model: string, endpoint?: Endpoint) => ModelPrice | undefined;
  /** The budgets that hold now, besides those in the ledger's file; read for each attempt. */
  readonly budgets?: () => readonly Budget[];
  /** Corrects estimates of tokens and learns from what is counted, where there is a ledger. */
  readonly experience?: Experience;
  /** Name of the account that pays at an endpoint; where missing, the endpoint's own. */
  readonly account?: (endpoint: Endpoint) => string;
  readonly settings?: () => Partial<ClientSettings>;
  /** Where answers are kept; without it every question is asked. Stays the caller's. */
  readonly cache?: AnswerPlaces;
  /** Hears of each question that was answered, and where from; without an origin the service was asked for it. */
  readonly onAnswered?: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Hears of each question that was not: because the service failed, or its asker left. */
  readonly onUnanswered?: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  /** Calls back when the network may have come back. */
  readonly onNetworkChange?: (listener: () => void) => Unsubscribe;
  /** Whether this computer has no network at all. */
  readonly isOffline?: () => boolean;
  /** Hears of each attempt that failed, and when an endpoint is left alone and used again. */
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
}

const DEFAULTS: ClientSettings = {
  maxConcurrency: 5,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  maxAttempts: 3,
  failureThreshold: 5,
  recoveryMs: 60_000,
};

/** The backend that callers see: the network with all policies around it, in the one right order. */
export function createClient(options: ClientOptions): ChatBackend {
  const { transport, credentials, ledger, endpoints, experience } = options;
  const { clock = systemClock, random = Math.random, findPrice = unknown, budgets = none } = options;
  const { isOffline = never, logger = silentLogger } = options;
  const { account = ({ account: name = '' }: Endpoint) => name } = options;
  const settings = (): ClientSettings => ({ ...DEFAULTS, ...options.settings?.() });

  const register: Register =
    ledger === undefined
      ? new MemoryRegister({ findPrice, clock })
      : new LedgerRegister({ ledger, findPrice, budgets, clock, ...(experience && { experience }) });
  const admission = new QueuedAdmission({ register, account, settings, logger, clock });
  const routes = new Routes({
    endpoints,
    fallbackModels: options.fallbackModels ?? (() => []),
    standIn: options.standIn ?? (() => ({ contextTokens: undefined, priceRatio: 1 })),
    expectedWaitMs: route => admission.expectedWaitMs(route.endpoint, route.model),
    isLeftAlone: route => admission.isLeftAlone(route.endpoint, route.model),
    recoveryMs: () => settings().recoveryMs,
    clock,
  });
  const ready = async (to: Endpoint, signal: AbortSignal): Promise<void> => {
    await credentials(to, signal);
  };
  const asking = attempts(gate(withCredentials(transport, credentials), admission, ready), {
    routes,
    maxAttempts: () => settings().maxAttempts,
    onNetworkChange: options.onNetworkChange ?? (() => () => undefined),
    isOffline,
    ...(experience && { tokensOf: (model, counts) => experience.tokensOf(model, counts) }),
    logger,
    clock,
    random,
  });
  return withCache(ledger === undefined ? asking : budgetGuard(asking, { ledger, findPrice, budgets }), {
    places: options.cache,
    endpoints,
    account,
    isAffordable: request => {
      const standing = ledger?.standing(request, budgets());
      return standing === undefined || leavesRoom(request, findPrice(request.model), standing.budgets);
    },
    onAnswered: options.onAnswered ?? ignore,
    onUnanswered: options.onUnanswered ?? ignore,
    clock,
    logger,
  });
}

function unknown(): undefined {}

function ignore(): void {}

function none(): readonly Budget[] {
  return [];
}

function never(): boolean {
  return false;
}
