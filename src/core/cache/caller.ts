import type { ChatEvent } from '../chat.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { SharedAnswer } from './sharedAnswer.ts';

/** One of those who wait for the same answer: it reads at its own pace, and may leave at any moment. */
export class Caller {
  readonly request: KeyedRequest;
  readonly signal: AbortSignal;
  /** The question is asked, and booked, as this one's. */
  leads = false;
  readonly #answer: SharedAnswer;
  readonly #onLeft: (caller: Caller) => void;
  /** How many notes it has read. */
  #place = 0;
  #refusal: { readonly error: unknown } | undefined;
  #wake = (): void => undefined;

  /** @param onLeft called when it leaves: during the abort event, or when it has what it came for. At least once. */
  constructor(request: KeyedRequest, signal: AbortSignal, answer: SharedAnswer, onLeft: (caller: Caller) => void) {
    this.request = request;
    this.signal = signal;
    this.#answer = answer;
    this.#onLeft = onLeft;
    // Who is suspended at a `yield` hears of an abort no other way.
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The next event that is there, if any. Throws why none will follow, and the signal's reason. */
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
      // Who listens may have had enough.
      this.signal.throwIfAborted();
    }
    if (failure !== undefined) throw failure.error;
    return undefined;
  }

  /** Waits until there may be more to take, no longer than to the abort. */
  more(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      this.#answer.onceMore(resolve);
    });
  }

  /** It alone gets this error next, whatever becomes of the answer. */
  refuse(error: unknown): void {
    this.#refusal = { error };
    this.ignoreAbort();
    this.#wake();
  }

  /** Nothing depends on it any more that would have to end at once when it leaves. */
  ignoreAbort(): void {
    this.signal.removeEventListener('abort', this.#onAbort);
  }

  /** It wants no more. Harmless when it left before. */
  leave(): void {
    this.ignoreAbort();
    this.#onLeft(this);
  }

  readonly #onAbort = (): void => {
    this.#onLeft(this);
    this.#wake();
  };
}
