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

/** Settings of a client. Read again for each question. */
export interface ClientSettings extends FlowSettings {
  /** Maximum number of attempts per question, over all endpoints and models. */
  readonly maxAttempts: number;
}

/** Dependencies and configuration of a client. */
export interface ClientOptions {
  /** Sends an attempt over the network. */
  readonly transport: Backend<AuthorizedRequest>;
  readonly credentials: Credentials;
  /** Endpoints in order of preference; read again for each question. */
  readonly endpoints: () => readonly Endpoint[];
  /** Models to fall back to when one does not answer, in order; default: none. */
  readonly fallbackModels?: () => readonly string[];
  /** Facts that decide whether a model may replace another; default: any may. */
  readonly standIn?: (model: string, asked: string) => StandIn;
  /**
   * Shared by all windows. Owned by the caller, who closes it after the last question. Without it nothing is recorded,
   * limits apply to this process only, and there are no budgets.
   */
  readonly ledger?: Ledger;
  /** Returns the current price at an endpoint (default: the first); `undefined` if unknown. */
  readonly findPrice?: (model: string, endpoint?: Endpoint) => ModelPrice | undefined;
  /** Returns the current budgets, in addition to those in the ledger's file; read again for each attempt. */
  readonly budgets?: () => readonly Budget[];
  /** Corrects token estimates and learns from the service's counts; used only with a ledger. */
  readonly experience?: Experience;
  /** Returns the name of the account that pays at an endpoint; default: the endpoint's own. */
  readonly account?: (endpoint: Endpoint) => string;
  readonly settings?: () => Partial<ClientSettings>;
  /** The answer cache; without it every question is sent. Owned by the caller. */
  readonly cache?: AnswerPlaces;
  /** Called for each answered question with the origin of its answer; `undefined` if it was sent to the service. */
  readonly onAnswered?: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Called for each unanswered question: the service failed, or the caller cancelled. */
  readonly onUnanswered?: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  /** Subscribes to changes after which the network may be available again. */
  readonly onNetworkChange?: (listener: () => void) => Unsubscribe;
  /** Returns whether this computer has no network. */
  readonly isOffline?: () => boolean;
  /** Receives each failed attempt, and when an endpoint is suspended and used again. */
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

/** Creates the backend that callers use: the network wrapped in all policies. The order of the policies matters. */
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
