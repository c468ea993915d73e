import type { ChatEvent } from '../chat.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { SharedAnswer } from './sharedAnswer.ts';

/** One of the callers that wait for the same answer. It reads at its own pace and may leave at any time. */
export class Caller {
  readonly request: KeyedRequest;
  readonly signal: AbortSignal;
  /** The question is sent, and booked, as this caller's. */
  leads = false;
  readonly #answer: SharedAnswer;
  readonly #onLeft: (caller: Caller) => void;
  /** Index of the next note to read. */
  #place = 0;
  #refusal: { readonly error: unknown } | undefined;
  #wake = (): void => undefined;

  /** @param onLeft called at least once: when the caller leaves, during the abort event, or when it has its answer. */
  constructor(request: KeyedRequest, signal: AbortSignal, answer: SharedAnswer, onLeft: (caller: Caller) => void) {
    this.request = request;
    this.signal = signal;
    this.#answer = answer;
    this.#onLeft = onLeft;
    // A generator that is suspended at a `yield` learns of an abort only this way.
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Returns the next event, if there is one. Throws the failure that ended the answer, or the signal's reason. */
  take(): ChatEvent | undefined {
    if (this.#refusal !== undefined) throw this.#refusal.error;
    const { notes, failure } = this.#answer;
    while (this.#place < notes.length) {
      const note = notes[this.#place++];
      switch (note?.type) {
        case undefined:
          break;
        case 'failed':
          this.request.onAttemptFailed?.(note.failure);
          break;
        case 'slow':
          this.request.onSlow?.(note.slow);
          break;
        case 'end':
          return this.leads ? note.paid : note.joined;
        default:
          return note;
      }
      // The callback may have aborted the request.
      this.signal.throwIfAborted();
    }
    if (failure !== undefined) throw failure.error;
    return undefined;
  }

  /** Waits until there may be another event, or until the abort. */
  more(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      this.#answer.onceMore(resolve);
    });
  }

  /** Ends this caller alone with the error, whatever becomes of the answer. */
  refuse(error: unknown): void {
    this.#refusal = { error };
    this.ignoreAbort();
    this.#wake();
  }

  /** Removes the abort listener, once leaving no longer has to take effect during the abort event. */
  ignoreAbort(): void {
    this.signal.removeEventListener('abort', this.#onAbort);
  }

  /** Leaves. Calling it again is harmless. */
  leave(): void {
    this.ignoreAbort();
    this.#onLeft(this);
  }

  readonly #onAbort = (): void => {
    this.#onLeft(this);
    this.#wake();
  };
}
