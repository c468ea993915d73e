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

/** What decides whether a model can replace another. */
export interface StandIn {
  /** Context size for question and answer together; `undefined` if unknown. */
  readonly contextTokens: number | undefined;
  /** Price relative to the requested model; `undefined` if a price is unknown. */
  readonly priceRatio: number | undefined;
  /** Whether the model supports tools; missing if unknown. */
  readonly toolCalling?: boolean | undefined;
}

export interface RouteOptions {
  /** In the order in which they are tried; read for each question. Throws if the settings are invalid. */
  readonly endpoints: () => readonly Endpoint[];
  /** Models that may replace one that does not answer, in order. */
  readonly fallbackModels: () => readonly string[];
  readonly standIn: (model: string, asked: string) => StandIn;
  /** Estimated time in the queue, in milliseconds. */
  readonly expectedWaitMs: (route: Route) => number;
  /** Whether the route's circuit is open. */
  readonly isLeftAlone: (route: Route) => boolean;
  /** How long a route that failed is tried last. */
  readonly recoveryMs: () => number;
  readonly clock: Clock;
}

/** For an interactive question, a longer wait in the queue is a drawback of a route. */
const PATIENCE_MS = 2_000;

/** Minimum space for the answer, in tokens. */
const LEAST_ANSWER = 256;

/**
 * All routes for a question, in the order of the settings: every endpoint with the requested model, then with each
 * fallback model. A route that failed is tried last for a while, so that questions stay with one that works.
 */
export class Routes {
  readonly #options: RouteOptions;
  readonly #health: RouteHealth;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#health = new RouteHealth(options.clock, options.recoveryMs);
  }

  /** Returns the best route for a question after the failures so far; `undefined` if none is left. */
  choose(request: ChatRequest, inputTokens: number, trail: readonly FailedAttempt[]): Route | undefined {
    const isWaitedFor = isInteractive(urgencyOf(request));
    const hasFailed = (route: Route, recovery: Recovery): boolean =>
      trail.some(failed => isSame(failed.route, route) && recoveryFrom(failed.failure, request) === recovery);
    const rank = (route: Route): number => {
      const failures = trail.filter(failed => isSame(failed.route, route) && failed.failure.kind !== 'refused').length;
      const isSlow = isWaitedFor && this.#options.expectedWaitMs(route) > PATIENCE_MS;
      const drawbacks = [isSlow, this.#health.isSick(route), this.#options.isLeftAlone(route)];
      // Each drawback outweighs all before it together, and a failure of this question outweighs all drawbacks.
      return drawbacks.reduce((sum, is, index) => sum + (is ? 2 ** index : 0), failures * 2 ** drawbacks.length);
    };
    const possible = this.#possible(request, inputTokens).filter(route => !hasFailed(route, 'reroute'));
    // An endpoint whose circuit is open may work again by the time no other route is left.
    const usable = possible.filter(route => !hasFailed(route, 'await'));
    const ranked = (usable.length > 0 ? usable : possible).map(route => ({ route, rank: rank(route) }));
    const best = Math.min(...ranked.map(each => each.rank));
    return ranked.find(each => each.rank === best)?.route;
  }

  /** Returns the first endpoint of the settings if a question goes elsewhere because it failed recently. */
  insteadOf({ model }: ChatRequest, { endpoint }: Route): string | undefined {
    const [first] = this.#options.endpoints();
    if (first === undefined || first.name === endpoint.name) return undefined;
    const route = { endpoint: first, model };
    return this.#health.isSick(route) || this.#options.isLeftAlone(route) ? first.name : undefined;
  }

  /** Records that a question is sent on the route. */
  taken(route: Route): void {
    this.#health.taken(route);
  }

  /** Records an answer. */
  succeeded(route: Route): void {
    this.#health.succeeded(route);
  }

  failed(route: Route, failure: WenxinError): void {
    const isGone = recoveryFrom(failure, { cause: 'user' }) === 'reroute' || failure.kind === 'circuit';
    if (isGone || isEndpointsFault(failure)) this.#health.failed(route, failure.details.retryAfterMs);
    else this.#health.undecided(route);
  }

  /** Records that the question was cancelled without a result. */
  undecided(route: Route): void {
    this.#health.undecided(route);
  }

  /** Returns the first fallback model that was left out because it costs more, and its relative price. */
  dearer(request: ChatRequest, inputTokens: number): { readonly model: string; readonly ratio: number } | undefined {
    for (const { model, ratio } of this.#fitting(request, inputTokens)) {
      if (ratio !== undefined && ratio > 1) return { model, ratio };
    }
    return undefined;
  }

  #possible(request: ChatRequest, inputTokens: number): Route[] {
    // Consent to a more expensive model covers the one that was named, and none that costs more.
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
        // A question with tools is not answered by a model without tool support.
        .filter(({ toolCalling }) => !hasTools || toolCalling !== false)
        .map(({ model, priceRatio }) => ({ model, ratio: priceRatio }))
    );
  }
}
