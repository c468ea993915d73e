import { isDeepStrictEqual } from 'node:util';
import { abortable } from '../abortable.ts';
import type { Lane, Permit } from '../admission.ts';
import type { AttemptRequest, Waiting } from '../chat.ts';
import type { Sending } from './limits/learnedLimits.ts';
import { isInteractive, type Priority } from '../priority.ts';
import { urgencyOf } from '../urgencyOf.ts';
import type { Waiter } from './waitingLine.ts';

/** An attempt that wants to be sent, from when it comes until it is let through or gives up. */
export class Job implements Waiter {
  readonly request: AttemptRequest;
  readonly lane: Lane;
  readonly arrivedAtMs: number;
  readonly signal: AbortSignal;
  #priority: Priority;
  #sending: Sending;
  #told: Waiting | undefined;
  #news: Waiting | undefined;
  #permit: Permit | undefined;
  #refusal: { readonly error: unknown } | undefined;
  #isGone = false;
  #wake = (): void => undefined;

  /** @param tokens that it will probably use, input and output together. */
  constructor(request: AttemptRequest, lane: Lane, tokens: number, signal: AbortSignal) {
    this.request = request;
    this.lane = lane;
    this.arrivedAtMs = request.arrivedAtMs;
    this.signal = signal;
    this.#priority = urgencyOf(request);
    this.#sending = { isInteractive: isInteractive(this.#priority), tokens };
  }

  get priority(): Priority {
    return this.#priority;
  }

  get sending(): Sending {
    return this.#sending;
  }

  /** It is more urgent from now on. Not while it stands in a line, which finds it by its priority. */
  raiseTo(priority: Priority): void {
    this.#priority = priority;
    this.#sending = { ...this.#sending, isInteractive: isInteractive(priority) };
  }

  /** Nobody waits for it any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Says why it waits, unless that has been said. What was not heard yet is replaced. */
  tell(waiting: Waiting): void {
    if (this.#told !== undefined && isDeepStrictEqual(this.#told, waiting)) return;
    this.#told = waiting;
    this.#news = waiting;
    this.#wake();
  }

  /** Lets it through. When nobody waits any more, the permit is given back at once. */
  admit(permit: Permit): void {
    this.#permit = permit;
    if (this.#isGone) permit.settle('cancelled');
    this.#wake();
  }

  refuse(error: unknown): void {
    this.#refusal = { error };
    this.#wake();
  }

  /** Waits for the permit, and tells what it waits for. Throws the refusal, or the signal's reason. */
  async *wait(): AsyncGenerator<Waiting, Permit> {
    let isTaken = false;
    try {
      for (;;) {
        this.signal.throwIfAborted();
        if (this.#refusal) throw this.#refusal.error;
        if (this.#permit) {
          isTaken = true;
          return this.#permit;
        }
        const news = this.#news;
        this.#news = undefined;
        if (news !== undefined) yield news;
        else await abortable(new Promise<void>(resolve => (this.#wake = resolve)), this.signal);
      }
    } finally {
      this.#isGone = true;
      if (!isTaken) this.#permit?.settle('cancelled');
    }
  }
}
