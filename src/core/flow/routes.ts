import type { ChatRequest, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { WenxinError } from '../errors.ts';
import { isInteractive } from '../priority.ts';
import { urgencyOf } from '../urgencyOf.ts';
import { isEndpointsFault, recoveryFrom, type Recovery } from './recovery.ts';
import { isSame, type Route } from './route.ts';
import { RouteHealth } from './routeHealth.ts';

/** An attempt that failed. */
export interface FailedAttempt {
  readonly route: Route;
  readonly failure: WenxinError;
}

/** What is known of a model beforehand, as far as it decides whether it can stand in for another. */
export interface StandIn {
  /** Tokens of question and answer together; `undefined` when unknown. */
  readonly contextTokens: number | undefined;
  /** How many times as much as the model that was asked it costs; `undefined` when a price is unknown. */
  readonly priceRatio: number | undefined;
  /** Whether it can be told of tools; missing when unknown. */
  readonly toolCalling?: boolean | undefined;
}

export interface RouteOptions {
  /** In the order in which they are to be asked; read for each question. Throws when the settings cannot be used. */
  readonly endpoints: () => readonly Endpoint[];
  /** Models that may stand in for one that does not answer, in order. */
  readonly fallbackModels: () => readonly string[];
  readonly standIn: (model: string, asked: string) => StandIn;
  /** How long a question would wait there for its turn. */
  readonly expectedWaitMs: (route: Route) => number;
  /** Whether nothing is sent there just now, because it failed again and again. */
  readonly isLeftAlone: (route: Route) => boolean;
  /** How long a route that failed is asked last. */
  readonly recoveryMs: () => number;
  readonly clock: Clock;
}

/** A person waits longer than this only where nobody else could answer. */
const PATIENCE_MS = 2_000;

/** Room that a model must have for an answer. In tokens. */
const LEAST_ANSWER = 256;

/**
 * All ways a question can go, in the order of the settings: every endpoint with the model that was asked, then with each
 * fallback model. A way that failed is asked last for a while, so that questions stay with the one that works.
 */
export class Routes {
  readonly #options: RouteOptions;
  readonly #health: RouteHealth;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#health = new RouteHealth(options.clock, options.recoveryMs);
  }

  /** The best way for a question after what failed so far; `undefined` when none is left. */
  choose(request: ChatRequest, inputTokens: number, trail: readonly FailedAttempt[]): Route | undefined {
    const isWaitedFor = isInteractive(urgencyOf(request));
    const hasFailed = (route: Route, recovery: Recovery): boolean =>
      trail.some(failed => isSame(failed.route, route) && recoveryFrom(failed.failure, request) === recovery);
    const rank = (route: Route): number => {
      const failures = trail.filter(failed => isSame(failed.route, route) && failed.failure.kind !== 'refused').length;
      const isSlow = isWaitedFor && this.#options.expectedWaitMs(route) > PATIENCE_MS;
      const drawbacks = [isSlow, this.#health.isSick(route), this.#options.isLeftAlone(route)];
      // Each weighs more than all before it together, and a failure of this very question more than any.
      return drawbacks.reduce((sum, is, index) => sum + (is ? 2 ** index : 0), failures * 2 ** drawbacks.length);
    };
    const possible = this.#possible(request, inputTokens).filter(route => !hasFailed(route, 'reroute'));
    // An endpoint that is left alone may be in use again by the time that nothing else is left.
    const usable = possible.filter(route => !hasFailed(route, 'await'));
    const ranked = (usable.length > 0 ? usable : possible).map(route => ({ route, rank: rank(route) }));
    const best = Math.min(...ranked.map(each => each.rank));
    return ranked.find(each => each.rank === best)?.route;
  }

  /** The endpoint that comes first in the settings, where a question goes another way because that one failed lately. */
  insteadOf({ model }: ChatRequest, { endpoint }: Route): string | undefined {
    const [first] = this.#options.endpoints();
    if (first === undefined || first.name === endpoint.name) return undefined;
    const route = { endpoint: first, model };
    return this.#health.isSick(route) || this.#options.isLeftAlone(route) ? first.name : undefined;
  }

  /** A question goes that way now. */
  taken(route: Route): void {
    this.#health.taken(route);
  }

  /** It answered. */
  succeeded(route: Route): void {
    this.#health.succeeded(route);
  }

  failed(route: Route, failure: WenxinError): void {
    const isGone = recoveryFrom(failure, { cause: 'user' }) === 'reroute' || failure.kind === 'circuit';
    if (isGone || isEndpointsFault(failure)) this.#health.failed(route, failure.details.retryAfterMs);
    else this.#health.undecided(route);
  }

  /** The question was cancelled before anything was known. */
  undecided(route: Route): void {
    this.#health.undecided(route);
  }

  /** The first fallback model that was left out because it costs more, with how many times as much. */
  dearer(request: ChatRequest, inputTokens: number): { readonly model: string; readonly ratio: number } | undefined {
    for (const { model, ratio } of this.#fitting(request, inputTokens)) {
      if (ratio !== undefined && ratio > 1) return { model, ratio };
    }
    return undefined;
  }

  #possible(request: ChatRequest, inputTokens: number): Route[] {
    // Who agrees to a dearer model agrees to the one that was named, and to none that costs more than it.
    const agreed = request.consent?.dearerModel === true ? this.dearer(request, inputTokens) : undefined;
    const fallbacks = this.#fitting(request, inputTokens).filter(
      ({ ratio = Infinity }) => ratio <= (agreed?.ratio ?? 1),
    );
    const models = [request.model, ...fallbacks.map(({ model }) => model)];
    const endpoints = this.#options.endpoints();
    return models.flatMap(model => endpoints.map(endpoint => ({ endpoint, model })));
  }

  #fitting(
    { model: asked, options }: ChatRequest,
    inputTokens: number,
  ): { model: string; ratio: number | undefined }[] {
    const hasTools = (options?.tools ?? []).length > 0;
    return (
      this.#options
        .fallbackModels()
        .filter(model => model !== asked)
        .map(model => ({ model, ...this.#options.standIn(model, asked) }))
        .filter(({ contextTokens = Infinity }) => inputTokens + LEAST_ANSWER <= contextTokens)
        // What is meant to call a tool is not answered by one that would do without.
        .filter(({ toolCalling }) => !hasTools || toolCalling !== false)
        .map(({ model, priceRatio }) => ({ model, ratio: priceRatio }))
    );
  }
}
