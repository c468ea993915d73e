import type { KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import { flight } from '../../../src/core/cache/flight.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatEvent, ChatRequest, Origin, Waiting } from '../../../src/core/chat.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

export const ATTEMPT = { type: 'attempt', number: 1, endpoint: 'example', model: 'ernie-test' } as const;
export const DONE: ChatEvent = { type: 'done', finish: 'stop' };

export function text(piece: string): Extract<ChatEvent, { type: 'reasoning' | 'text' }> {
  return { type: 'text', text: piece };
}

export function queued(position: number): Waiting {
  return { type: 'waiting', why: 'queue', position };
}

/** Changes to the request that all callers share. */
export type Change = Partial<ChatRequest> & { readonly key?: string | undefined };

/** A caller that reads all events. */
export interface Reading {
  readonly request: KeyedRequest;
  readonly signal: AbortSignal;
  readonly events: ChatEvent[];
  /** Returns the text read so far. */
  readonly text: () => string;
  isOver: boolean;
  error: unknown;
  readonly abort: (reason?: unknown) => void;
}

/** A flight around a backend whose answers are controlled by the test. */
export class FlightStage {
  readonly clock = new VirtualClock();
  readonly inner = new SteeredBackend<KeyedRequest>();
  /** Callers that got a complete answer, with its origin, in order. */
  readonly answered: { readonly questionId: string; readonly origin: Origin | undefined }[] = [];
  /** Callers that got none. */
  readonly unanswered: string[] = [];
  readonly #backend = flight(this.inner.backend, {
    onAnswered: ({ questionId }, origin) => this.answered.push({ questionId, origin }),
    onUnanswered: ({ questionId }, outcome) => this.unanswered.push(`${questionId} ${outcome}`),
    clock: this.clock,
  });
  #count = 0;

  /** Adds a caller that has not started to read. */
  open(change: Change = {}, signal = new AbortController().signal): AsyncGenerator<ChatEvent> {
    return this.#backend(this.#request(change), signal)[Symbol.asyncIterator]() as AsyncGenerator<ChatEvent>;
  }

  /** Adds a caller that starts to read. */
  ask(change: Change = {}, onEvent?: (event: ChatEvent) => void): Reading {
    const controller = new AbortController();
    const { signal } = controller;
    const request = this.#request(change);
    const events: ChatEvent[] = [];
    const reading: Reading = {
      request,
      signal,
      events,
      text: () => events.map(event => (event.type === 'text' ? event.text : '')).join(''),
      isOver: false,
      error: undefined,
      abort: reason => controller.abort(reason),
    };
    void (async () => {
      try {
        for await (const event of this.#backend(request, signal)) {
          events.push(event);
          onEvent?.(event);
        }
      } catch (error) {
        reading.error = error;
      }
      reading.isOver = true;
    })();
    return reading;
  }

  askAll(count: number, change: Change = {}): Reading[] {
    return Array.from({ length: count }, () => this.ask(change));
  }

  /** Lets all callers read the events that are available. */
  settle(): Promise<void> {
    return this.clock.advance(0);
  }

  /** The request that was sent last. */
  get last(): SteeredBackend<KeyedRequest>['asked'][number] {
    const last = this.inner.asked.at(-1);
    if (last === undefined) throw new Error('nothing was asked');
    return last;
  }

  #request(change: Change): KeyedRequest {
    const { key, ...changes } = { key: 'same', questionId: `question-${++this.#count}`, ...change };
    return { ...exampleRequest(changes), ...(key !== undefined && { key }) };
  }
}

/** Returns the booking of an attempt. */
export function booking(change: Partial<Booking> = {}): Booking {
  return {
    questionId: 'question-1',
    model: 'ernie-test',
    endpoint: 'example',
    usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
    source: 'usage',
    amountNanoYuan: 700,
    outcome: 'ok',
    totalMs: 1,
    ...change,
  };
}
