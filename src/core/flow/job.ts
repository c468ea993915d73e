import { isDeepStrictEqual } from 'node:util';
import { abortable } from '../abortable.ts';
import type { Lane, Permit } from '../admission.ts';
import type { AttemptRequest, Waiting } from '../chat.ts';
import type { Sending } from './limits/learnedLimits.ts';
import { isInteractive, type Priority } from '../priority.ts';
import { urgencyOf } from '../urgencyOf.ts';
import type { Waiter } from './waitingLine.ts';

/** An attempt in the queue, from its arrival until it is admitted or leaves. */
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

  /** @param tokens expected usage, input and output together. */
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

  /** Raises the priority. Not while the job is in a `WaitingLine`, which finds it by its priority. */
  raiseTo(priority: Priority): void {
    this.#priority = priority;
    this.#sending = { ...this.#sending, isInteractive: isInteractive(priority) };
  }

  /** The caller has left. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Reports why the job waits, unless that was the last report. Replaces a report that was not read yet. */
  tell(waiting: Waiting): void {
    if (this.#told !== undefined && isDeepStrictEqual(this.#told, waiting)) return;
    this.#told = waiting;
    this.#news = waiting;
    this.#wake();
  }

  /** Admits the job. If the caller has left, the permit is released at once. */
  admit(permit: Permit): void {
    this.#permit = permit;
    if (this.#isGone) permit.settle('cancelled');
    this.#wake();
  }

  refuse(error: unknown): void {
    this.#refusal = { error };
    this.#wake();
  }

  /** Waits for the permit, and yields what it waits for. Throws the refusal, or the signal's reason. */
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
