import type { AdmittedRequest, Backend, ChatEvent, ChatRequest } from '../../src/core/chat.ts';

/** The next step of a scripted backend. */
export type Step =
  | ChatEvent
  /** The service starts to answer. */
  | { readonly type: 'start'; readonly requestId?: string }
  | { readonly type: 'throw'; readonly error: unknown }
  /** Waits until the abort. */
  | { readonly type: 'hang' };

/** A backend that plays a script, for tests of its wrappers. It obeys the contract of `Backend`. */
export class ScriptedBackend<Request extends ChatRequest> {
  /** The requests it received, in order. */
  readonly requests: Request[] = [];
  /** Number of iterations in progress. */
  running = 0;
  readonly #stepsFor: (request: Request) => readonly Step[];

  /** @param script the same for every question, or created for each. */
  constructor(script: readonly Step[] | ((request: Request) => readonly Step[])) {
    this.#stepsFor = typeof script === 'function' ? script : () => script;
  }

  readonly backend: Backend<Request> = (request, signal) => this.#play(request, signal);

  async *#play(request: Request, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    signal.throwIfAborted();
    this.requests.push(request);
    this.running++;
    try {
      for (const step of this.#stepsFor(request)) {
        if (step.type === 'throw') throw step.error;
        if (step.type === 'hang') await untilAborted(signal);
        else if (step.type === 'start') (request as Partial<AdmittedRequest>).onAnswerStarted?.(step.requestId);
        else yield step;
        signal.throwIfAborted();
      }
    } finally {
      this.running--;
    }
  }
}

/** Reads an answer to its end. */
export async function readEvents(answer: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of answer) events.push(event);
  return events;
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
