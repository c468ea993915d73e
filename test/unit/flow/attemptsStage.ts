import type { AttemptRequest, ChatEvent, ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { WenxinError, type FailureDetails, type FailureKind } from '../../../src/core/errors.ts';
import { Emitter } from '../../../src/core/emitter.ts';
import { attempts, type AttemptsOptions } from '../../../src/core/flow/attempts.ts';
import { Routes, type RouteOptions } from '../../../src/core/flow/routes.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { ScriptedBackend, type Step } from '../../support/scriptedBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const done: ChatEvent = { type: 'done', finish: 'stop' };

/** Returns the steps of an attempt that is admitted and fails before any content. */
export function failing(kind: FailureKind, details: FailureDetails = {}): Step[] {
  return [attempt, { type: 'throw', error: new WenxinError(kind, 'scripted', details) }];
}

/** Returns the steps of an attempt that answers. */
export function answering(text = '好'): Step[] {
  return [attempt, { type: 'text', text }, done];
}

const attempt: ChatEvent = { type: 'attempt', number: 0, endpoint: '', model: '' };

/** The attempts loop over a scripted service; each attempt takes the next script. */
export class AttemptsStage {
  readonly clock = new VirtualClock();
  readonly networkChange = new Emitter<void>();
  readonly controller = new AbortController();
  maxAttempts = 3;
  random = 1;
  endpoints: readonly Endpoint[] = [exampleEndpoint];
  fallbackModels: readonly string[] = [];
  readonly inner: ScriptedBackend<AttemptRequest>;
  readonly #backend;

  constructor(
    scripts: readonly Step[][],
    { tokensOf, ...options }: Partial<RouteOptions> & Pick<AttemptsOptions, 'tokensOf'> = {},
  ) {
    const left = [...scripts];
    this.inner = new ScriptedBackend<AttemptRequest>(() => left.shift() ?? []);
    const routes = new Routes({
      endpoints: () => this.endpoints,
      fallbackModels: () => this.fallbackModels,
      standIn: () => ({ contextTokens: undefined, priceRatio: 1 }),
      expectedWaitMs: () => 0,
      isLeftAlone: () => false,
      recoveryMs: () => 60_000,
      clock: this.clock,
      ...options,
    });
    this.#backend = attempts(this.inner.backend, {
      routes,
      maxAttempts: () => this.maxAttempts,
      ...(tokensOf && { tokensOf }),
      onNetworkChange: this.networkChange.event,
      clock: this.clock,
      random: () => this.random,
    });
  }

  ask(change: Partial<ChatRequest> = {}, signal = this.controller.signal): AsyncIterable<ChatEvent> {
    return this.#backend(exampleRequest(change), signal);
  }

  /** Starts reading an answer; the reading collects its events and its error as time passes. */
  start(change: Partial<ChatRequest> = {}): Reading {
    const reading: Reading = { events: [], isOver: false, error: undefined };
    void (async () => {
      try {
        for await (const event of this.ask(change)) reading.events.push(event);
      } catch (error) {
        reading.error = error;
      }
      reading.isOver = true;
    })();
    return reading;
  }

  /** The attempts so far, with their target and their cause. */
  get sent(): string[] {
    return this.inner.requests.map(({ attempt, endpoint, model, because = '', hasResent = false }) =>
      [attempt, endpoint.name, model, because, hasResent ? 'resend' : ''].join(' ').trim(),
    );
  }
}

export interface Reading {
  readonly events: ChatEvent[];
  isOver: boolean;
  error: unknown;
}

export function kindOf(error: unknown): string | undefined {
  return error instanceof WenxinError ? error.kind : undefined;
}
