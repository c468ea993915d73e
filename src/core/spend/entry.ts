import type { Entry, Limited, SharedState } from '../admission.ts';
import type { Booking } from '../booking.ts';
import type { ChatEvent } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import type { AttemptMeter } from './attemptMeter.ts';

/** Settles an attempt's row and runs `alongside` in the same transaction. */
export type Book = (booking: Booking, requestId: string | undefined, alongside: (shared: SharedState) => void) => void;

/** An attempt in progress, measured until its row is settled. */
export class MeteredEntry implements Entry {
  readonly id: number;
  readonly limited?: Limited;
  readonly #meter: AttemptMeter;
  readonly #book: Book;
  #requestId: string | undefined;
  #booking: Booking | undefined;

  constructor(id: number, meter: AttemptMeter, limited: Limited | undefined, book: Book) {
    this.id = id;
    if (limited !== undefined) this.limited = limited;
    this.#meter = meter;
    this.#book = book;
  }

  answerStarted(requestId: string | undefined): void {
    this.#requestId = requestId;
    this.#meter.start();
  }

  refused(): void {
    this.#meter.refuse();
  }

  observe(event: ChatEvent): void {
    this.#meter.observe(event);
  }

  settle(
    outcome: Booking['outcome'],
    failure: unknown,
    alongside: (shared: SharedState, booking: Booking) => void,
  ): Booking {
    if (this.#booking === undefined) {
      const kind = outcome === 'failed' && failure instanceof WenxinError ? failure.kind : undefined;
      const booking = { ...this.#meter.book(outcome), ...(kind !== undefined && { failure: kind }) };
      this.#booking = booking;
      this.#book(booking, this.#requestId, shared => alongside(shared, booking));
    }
    return this.#booking;
  }
}
