import {
  type AttemptRequest,
  type Backend,
  type ChatBackend,
  type ChatRequest,
  isContent,
  type Waiting,
} from '../chat.ts';
import type { Clock } from '../clock.ts';
import { Emitter, type Unsubscribe } from '../emitter.ts';
import { WenxinError } from '../errors.ts';
import { type Logger, silentLogger } from '../logger.ts';
import { pause } from '../pause.ts';
import { type ScriptCounts, wholeTokens } from '../scriptCounts.ts';
import { isThisComputer } from '../thisComputer.ts';
import { countMessages, inputBound } from '../tokens.ts';
import { failureLine, nextLine } from './failureLine.ts';
import { isAway } from './recovery.ts';
import { RetryBudget } from './retryBudget.ts';
import { isSame, type Route } from './route.ts';
import type { FailedAttempt, Routes } from './routes.ts';
import { type NextTry, Tries } from './tries.ts';

export interface AttemptsOptions {
  readonly routes: Routes;
  /** Maximum number of attempts per question, on all routes together; read for each question. */
  readonly maxAttempts: () => number;
  /** Calls back when the network may be back. */
  readonly onNetworkChange: (listener: () => void) => Unsubscribe;
  /** Whether this computer has no network at all. */
  readonly isOffline?: () => boolean;
  /** Returns how many tokens the model will probably count; defaults to the estimate. */
  readonly tokensOf?: (model: string, counts: ScriptCounts) => number;
  readonly logger?: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Retry loop for a question, on the same or another route; no other layer retries. It retries only before the first
 * content, because visible content is never replaced. It holds no slot and no reservation while it waits.
 */
export function attempts(next: Backend<AttemptRequest>, options: AttemptsOptions): ChatBackend {
  const { routes, clock, random, logger = silentLogger } = options;
  const { tokensOf = (_model: string, counts: ScriptCounts) => wholeTokens(counts) } = options;
  const retryBudget = new RetryBudget(clock);

  return async function* (request, signal) {
    signal.throwIfAborted();
    const inputCounts = countMessages(request.messages, request.options?.tools);
    const inputTokens = wholeTokens(inputCounts);
    // A booking by estimate must not exceed the reservation, which uses this upper bound.
    const mostTokens = inputBound(request.messages, request.options?.tools);
    const arrivedAtMs = clock.monotonicMs();
    const maxAttempts = options.maxAttempts();
    const tries = new Tries(request, { maxAttempts, retryBudget, random });
    const trail: FailedAttempt[] = [];
    let asked: ChatRequest = request;
    let way = firstRoute(asked, inputTokens);
    const insteadOf = routes.insteadOf(request, way);
    const passedOver = insteadOf !== undefined && { insteadOf };
    for (;;) {
      const route = way;
      let following: NextTry;
      let hasContent = false;
      const corrected = Math.min(tokensOf(route.model, inputCounts), mostTokens);
      const known = { arrivedAtMs, inputCounts, inputTokens: corrected };
      routes.taken(route);
      try {
        for await (const event of next(
          attemptOf(asked, route, { ...known, ...(trail.length === 0 && passedOver) }, trail, tries.hasResent),
          signal,
        )) {
          if (event.type === 'attempt') tries.sent();
          if (!hasContent && (isContent(event) || event.type === 'done')) routes.succeeded(route);
          hasContent ||= isContent(event);
          yield event;
          if (event.type === 'done') return;
          signal.throwIfAborted();
        }
        throw new WenxinError('truncated', 'The answer ended without saying that it is complete', {
          model: route.model,
        });
      } catch (error) {
        // After an abort the caller gets the signal's reason, whatever failed first.
        signal.throwIfAborted();
        if (!(error instanceof WenxinError)) throw error;
        trail.push({ route, failure: error });
        const other = hasContent ? undefined : routes.choose(asked, inputTokens, trail);
        const isElsewhere = other !== undefined && !trail.some(failed => isSame(failed.route, other));
        const step = hasContent ? undefined : tries.after(error, isElsewhere);
        // A lost connection may have been a stale one from the pool.
        if (step?.isResend !== true) routes.failed(route, error);
        const failed = { route, failure: asSeen({ route, failure: error }) };
        if (step === undefined) {
          logger.info(failureLine(failed, trail.length, 'nothing follows'));
          throw hasContent ? error : told(failed.failure, asked, inputTokens);
        }
        following = step;
        if (step.isResend !== true) way = routes.choose(asked, inputTokens, trail) ?? route;
        logger.info(failureLine(failed, trail.length, nextLine(step, way)));
        request.onAttemptFailed?.({
          endpoint: failed.route.endpoint.name,
          model: failed.route.model,
          kind: failed.failure.kind,
        });
      } finally {
        routes.undecided(route);
      }
      const { wait } = following;
      if (wait !== undefined && (yield* waitFor(wait, trail, tries.failures, maxAttempts, signal))) {
        // The user does not want to wait for an open circuit.
        if (wait.why === 'circuit') asked = { ...asked, consent: { ...asked.consent, probe: true } };
      }
    }
  };

  function firstRoute(request: ChatRequest, inputTokens: number): Route {
    const route = routes.choose(request, inputTokens, []);
    if (route === undefined) throw new WenxinError('no-endpoint', 'There is no endpoint');
    return route;
  }

  /** Yields a waiting event, then waits. Returns true if the wait was skipped. */
  async function* waitFor(
    { why, delayMs }: NonNullable<NextTry['wait']>,
    trail: readonly FailedAttempt[],
    failures: number,
    maxAttempts: number,
    signal: AbortSignal,
  ): AsyncGenerator<Waiting, boolean> {
    const last = trail.at(-1);
    const skipped = new Emitter<void>();
    let isSkipped = false;
    const skip = (): void => {
      isSkipped = true;
      skipped.fire();
    };
    const wake = (listener: () => void): Unsubscribe => {
      const unsubscribes = [skipped.event(listener), ...(why === 'offline' ? [options.onNetworkChange(listener)] : [])];
      return () => unsubscribes.forEach(unsubscribe => unsubscribe());
    };
    yield {
      type: 'waiting',
      why,
      untilMs: Math.round(clock.now() + delayMs),
      skip,
      ...(last && { because: asSeen(last).kind, endpoint: last.route.endpoint.name }),
      ...(why === 'backoff' && { nextAttempt: failures + 1, maxAttempts }),
    };
    if (!isSkipped) await pause(clock, delayMs, signal, wake);
    signal.throwIfAborted();
    return isSkipped;
  }

  /** Returns the failure, or `offline` if this computer has no network at all. */
  function asSeen({ route, failure }: FailedAttempt): WenxinError {
    if (!isAway(failure.kind) || isThisComputer(route.endpoint.baseUrl) || options.isOffline?.() !== true)
      return failure;
    return new WenxinError('offline', 'This computer has no network', failure.details);
  }

  /** Adds to the error that a more expensive model could answer. */
  function told(error: WenxinError, request: ChatRequest, inputTokens: number): WenxinError {
    const dearer = request.consent?.dearerModel === true ? undefined : routes.dearer(request, inputTokens);
    return dearer === undefined ? error : error.with({ dearerModel: dearer.model, dearerRatio: dearer.ratio });
  }
}

function attemptOf(
  request: ChatRequest,
  { endpoint, model }: Route,
  known: Pick<AttemptRequest, 'arrivedAtMs' | 'inputCounts' | 'inputTokens' | 'insteadOf'>,
  trail: readonly FailedAttempt[],
  hasResent: boolean,
): AttemptRequest {
  const because = trail.at(-1)?.failure.kind;
  return {
    ...request,
    ...known,
    endpoint,
    model,
    attempt: trail.length + 1,
    ...(because !== undefined && { because }),
    ...(hasResent && { hasResent }),
  };
}
