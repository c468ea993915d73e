import type { Admission, Permit } from '../admission.ts';
import type { AttemptRequest, Booking, ChatEvent } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ModelPrice } from '../money.ts';
import { estimateMessagesTokens, inputBound } from '../tokens.ts';
import { AttemptMeter } from './attemptMeter.ts';
import type { Ledger } from './ledger.ts';
import { worstCaseOf } from './prices.ts';

/** Admits every attempt that can be written down, and books what became of it. */
export class BookingAdmission implements Admission {
  readonly #ledger: Ledger;
  readonly #findPrice: (model: string) => ModelPrice | undefined;
  readonly #clock: Clock;

  /** @param findPrice the price that holds now, or `undefined` when it is unknown. */
  constructor(ledger: Ledger, findPrice: (model: string) => ModelPrice | undefined, clock: Clock) {
    this.#ledger = ledger;
    this.#findPrice = findPrice;
    this.#clock = clock;
  }

  async enter(request: AttemptRequest, signal: AbortSignal): Promise<Permit> {
    const price = this.#findPrice(request.model);
    const inputTokens = estimateMessagesTokens(request.messages);
    const reservedNanoYuan =
      price === undefined ? 0 : worstCaseOf(price, inputBound(request.messages), request.maxOutputTokens);
    const meter = new AttemptMeter(request, price, inputTokens, this.#clock);
    const id = await this.#ledger.admit(
      { request, price, inputTokens, reservedNanoYuan },
      () => meter.outputTokens,
      signal,
    );
    meter.send();
    return new BookingPermit(this.#ledger, id, meter);
  }
}

class BookingPermit implements Permit {
  readonly #ledger: Ledger;
  readonly #attemptId: number;
  readonly #meter: AttemptMeter;
  #requestId: string | undefined;
  #booking: Booking | undefined;

  constructor(ledger: Ledger, attemptId: number, meter: AttemptMeter) {
    this.#ledger = ledger;
    this.#attemptId = attemptId;
    this.#meter = meter;
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

  settle(outcome: Booking['outcome']): Booking {
    if (this.#booking === undefined) {
      this.#booking = this.#meter.book(outcome);
      this.#ledger.settle(this.#attemptId, this.#booking, this.#requestId);
    }
    return this.#booking;
  }
}
