import type { AttemptRequest, Booking, ChatEvent } from './chat.ts';

/** Decides that an attempt may be sent, and has its row committed to the ledger before it says so. */
export interface Admission {
  /**
   * Tells while it waits, and returns the permit. Throws a `WenxinError` when the attempt must not be sent (`budget`,
   * `price-unknown`) or cannot be written down (`storage`), and the signal's reason when aborted.
   */
  enter(request: AttemptRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Permit>;
}

/** One admitted attempt: its open row in the ledger. */
export interface Permit {
  /** What the answer may have, where that is less than was asked for. */
  readonly limited?: Omit<Extract<ChatEvent, { type: 'limited' }>, 'type'>;
  /** The service began to answer; see `AdmittedRequest.onAnswerStarted`. */
  answerStarted(requestId: string | undefined): void;
  /** The service refused after all. What it sent before was no answer, unless there was content. */
  refused(): void;
  /** Sees every event of the attempt as it passes. */
  observe(event: ChatEvent): void;
  /**
   * Closes the row, synchronously and once: later calls return the first booking. A database that is locked just now
   * is tried again behind the scenes; the booking is already final.
   */
  settle(outcome: Booking['outcome']): Booking;
}
