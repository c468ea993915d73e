import { abortable } from '../../src/core/abortable.ts';
import type { Backend, ChatEvent, ChatRequest } from '../../src/core/chat.ts';

/** One question, whose answer a test controls. */
export class SteeredAnswer<Request extends ChatRequest> {
  readonly request: Request;
  readonly signal: AbortSignal;
  /** Whether its iteration has not ended. */
  isRunning = true;
  readonly #steps: (ChatEvent | { readonly type: 'throw'; readonly error: unknown } | { readonly type: 'end' })[] = [];
  #wake = (): void => undefined;

  constructor(request: Request, signal: AbortSignal) {
    this.request = request;
    this.signal = signal;
  }

  tell(...events: readonly ChatEvent[]): void {
    this.#steps.push(...events);
    this.#wake();
  }

  fail(error: unknown): void {
    this.#steps.push({ type: 'throw', error });
    this.#wake();
  }

  /** Sends the `done` event and ends. */
  finish(done: Partial<ChatEvent & { type: 'done' }> = {}): void {
    this.tell({ type: 'done', finish: 'stop', ...done });
    this.end();
  }

  end(): void {
    this.#steps.push({ type: 'end' });
    this.#wake();
  }

  async *play(): AsyncGenerator<ChatEvent> {
    try {
      for (;;) {
        this.signal.throwIfAborted();
        const step = this.#steps.shift();
        if (step === undefined) await abortable(this.#more(), this.signal);
        else if (step.type === 'throw') throw step.error;
        else if (step.type === 'end') return;
        else yield step;
      }
    } finally {
      this.isRunning = false;
    }
  }

  #more(): Promise<void> {
    return new Promise(resolve => (this.#wake = resolve));
  }
}

/** A backend whose answers a test sends event by event. It obeys the contract of `Backend`. */
export class SteeredBackend<Request extends ChatRequest> {
  /** The questions it received, in order. */
  readonly asked: SteeredAnswer<Request>[] = [];

  readonly backend: Backend<Request> = (request, signal) => this.#play(request, signal);

  /** Number of questions whose answers have not ended. */
  get running(): number {
    return this.asked.filter(({ isRunning }) => isRunning).length;
  }

  async *#play(request: Request, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    signal.throwIfAborted();
    const answer = new SteeredAnswer(request, signal);
    this.asked.push(answer);
    yield* answer.play();
  }
}
