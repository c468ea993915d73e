import type { Admission, Permit } from '../admission.ts';
import type { AttemptRequest, Booking, ChatEvent, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ModelPrice } from '../money.ts';
import { pause } from '../pause.ts';
import { estimateMessagesTokens } from '../tokens.ts';
import { AttemptMeter } from './attemptMeter.ts';
import { affordable, type Affordable, type DailyBudget } from './dailyBudget.ts';
import type { Ledger } from './ledger.ts';

/** How often an attempt that waits for others' reservations looks again, if it hears of no booking before. */
const LOOK_AGAIN_MS = 250;

interface BookingAdmissionOptions {
  readonly ledger: Ledger;
  /** The price that holds now, or `undefined` when it is unknown. */
  readonly findPrice: (model: string) => ModelPrice | undefined;
  /** The budget that holds now, or `undefined` when there is none. */
  readonly budget: () => DailyBudget | undefined;
  /** Name of the account that pays at an endpoint. */
  readonly account: (endpoint: Endpoint) => string;
  readonly clock: Clock;
}

/** Admits every attempt that the budget covers at its most, writes it down, and books what became of it. */
export class BookingAdmission implements Admission {
  readonly #options: BookingAdmissionOptions;

  constructor(options: BookingAdmissionOptions) {
    this.#options = options;
  }

  async *enter(request: AttemptRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Permit> {
    const { ledger, clock } = this.#options;
    for (let isFirst = true; ; isFirst = false) {
      const permit = await this.#tryToEnter(request, signal);
      if (permit !== undefined) return permit;
      if (isFirst) yield { type: 'waiting', why: 'budget' };
      await pause(clock, LOOK_AGAIN_MS, signal, ledger.onDidChange);
    }
  }

  async #tryToEnter(request: AttemptRequest, signal: AbortSignal): Promise<Permit | undefined> {
    const { ledger, findPrice, budget, account, clock } = this.#options;
    const price = findPrice(request.model);
    const inputTokens = estimateMessagesTokens(request.messages, request.options?.tools);
    let fitting: Affordable | undefined;
    const running: { meter?: AttemptMeter } = {};
    const id = await ledger.admit(
      today => {
        fitting = affordable(request, price, today, budget());
        if (fitting === undefined) return undefined;
        const { reservedNanoYuan } = fitting;
        return { request, account: account(request.endpoint), price, inputTokens, reservedNanoYuan };
      },
      () => running.meter?.outputTokens ?? 0,
      signal,
    );
    if (id === undefined || fitting === undefined) return undefined;
    const { maxOutputTokens, leftNanoYuan } = fitting;
    const meter = new AttemptMeter({ ...request, maxOutputTokens }, price, inputTokens, clock);
    running.meter = meter;
    return new BookingPermit(
      ledger,
      id,
      meter,
      leftNanoYuan === undefined ? undefined : { maxOutputTokens, leftNanoYuan },
    );
  }
}

class BookingPermit implements Permit {
  readonly limited?: NonNullable<Permit['limited']>;
  readonly #ledger: Ledger;
  readonly #attemptId: number;
  readonly #meter: AttemptMeter;
  #requestId: string | undefined;
  #booking: Booking | undefined;

  constructor(ledger: Ledger, attemptId: number, meter: AttemptMeter, limited: Permit['limited']) {
    if (limited !== undefined) this.limited = limited;
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
