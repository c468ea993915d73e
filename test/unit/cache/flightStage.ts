import type { KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import { flight } from '../../../src/core/cache/flight.ts';
import type { Booking, ChatEvent, ChatRequest, Origin, Waiting } from '../../../src/core/chat.ts';
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

/** What a caller asks otherwise than all others, who ask the same. */
export type Change = Partial<ChatRequest> & { readonly key?: string | undefined };

/** A caller who reads what comes. */
export interface Reading {
  readonly request: KeyedRequest;
  readonly signal: AbortSignal;
  readonly events: ChatEvent[];
  /** All of its text. */
  readonly text: () => string;
  isOver: boolean;
  error: unknown;
  readonly abort: (reason?: unknown) => void;
}

/** A flight above a backend whose answers a test lets come. */
export class FlightStage {
  readonly clock = new VirtualClock();
  readonly inner = new SteeredBackend<KeyedRequest>();
  /** Who got a complete answer, and from where; in order. */
  readonly answered: { readonly questionId: string; readonly origin: Origin | undefined }[] = [];
  /** Who got none. */
  readonly unanswered: string[] = [];
  readonly #backend = flight(this.inner.backend, {
    onAnswered: ({ questionId }, origin) => this.answered.push({ questionId, origin }),
    onUnanswered: ({ questionId }, outcome) => this.unanswered.push(`${questionId} ${outcome}`),
    clock: this.clock,
  });
  #count = 0;

  /** A caller who has read nothing. */
  open(change: Change = {}, signal = new AbortController().signal): AsyncGenerator<ChatEvent> {
    return this.#backend(this.#request(change), signal)[Symbol.asyncIterator]() as AsyncGenerator<ChatEvent>;
  }

  /** A caller who begins to read. */
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

  /** Lets everybody read what is there. */
  settle(): Promise<void> {
    return this.clock.advance(0);
  }

  /** The question that was asked last. */
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

/** What an attempt was booked as. */
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
