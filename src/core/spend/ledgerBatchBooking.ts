import type { Affordable, BatchAnswer, BatchAttribution, BatchBooking } from '../batchBooking.ts';
import type { Budget } from '../budget.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { WenxinError } from '../errors.ts';
import type { ModelPrice, NanoYuan } from '../money.ts';
import { priceOfBatchInference } from '../priceOfBatchInference.ts';
import { insertAttempt, updateAttempt } from './attemptRows.ts';
import { fittingRequests } from './fittingRequests.ts';
import { BATCH_CONSUMER, BATCH_FEATURE } from './handedOver.ts';
import type { Ledger } from './ledger.ts';
import { BATCH_WINDOW } from './ledgerFormat.ts';
import { LocalCalendar, type LocalDay } from './localCalendar.ts';
import { amountOf, worstCaseOf } from './prices.ts';
import { assertNotPaused, readStanding } from './standing.ts';

/** Options of `LedgerBatchBooking`. */
export interface LedgerBatchBookingOptions {
  readonly ledger: Pick<Ledger, 'timeZone'>;
  /** The model's price for an immediate answer. */
  readonly findPrice: (model: string) => ModelPrice | undefined;
  /** The current budgets, besides those in the ledger. */
  readonly budgets: () => readonly Budget[];
  readonly clock: Clock;
}

/**
 * The ledger's side of batch inference: checks budgets before requests are handed over to the service, and books the
 * answers.
 */
export class LedgerBatchBooking implements BatchBooking {
  readonly #options: LedgerBatchBookingOptions;
  #zone: string | undefined;
  #calendar = new LocalCalendar();

  constructor(options: LedgerBatchBookingOptions) {
    this.#options = options;
  }

  worstOf(model: string, inputTokens: number, outputTokens: number): NanoYuan | undefined {
    const price = this.#price(model);
    return price && worstCaseOf(price, inputTokens, outputTokens);
  }

  fitting(
    database: Database,
    { jobId, workspace, model }: BatchAttribution,
    worst: readonly (NanoYuan | undefined)[],
  ): Affordable {
    const request = { workspace, feature: BATCH_FEATURE, consumer: BATCH_CONSUMER, batch: jobId } as const;
    const { day } = this.#dayAt(this.#options.clock.now());
    const standing = readStanding(database, request, this.#options.budgets(), day);
    assertNotPaused(request, standing);
    const known = worst.filter(amount => amount !== undefined);
    if (known.length === worst.length) return fittingRequests(model, known, standing.budgets);
    if (standing.budgets.length === 0) return { count: worst.length, reservedNanoYuan: 0 };
    throw new WenxinError('price-unknown', 'There is a budget, and the price of the model is unknown', { model });
  }

  book(database: Database, attribution: BatchAttribution, answer: BatchAnswer): NanoYuan | undefined {
    const { questionId, usage, source, requestId } = answer;
    const { jobId, workspace, model, endpoint, account } = attribution;
    const booked = database.statement('SELECT amount_nano FROM attempt WHERE question = ?').get(questionId);
    if (booked !== undefined) return booked['amount_nano'] === null ? undefined : Number(booked['amount_nano']);
    const price = this.#price(model);
    const nowMs = Math.floor(this.#options.clock.now());
    const request = {
      questionId,
      attempt: 1,
      endpoint: { name: endpoint },
      model,
      workspace,
      feature: BATCH_FEATURE,
      consumer: BATCH_CONSUMER,
      batch: jobId,
      cause: 'batch',
    } as const;
    const attempt = { request, account, price, inputTokens: usage.inputTokens, reservedNanoYuan: 0 };
    const id = insertAttempt(database, BATCH_WINDOW, attempt, nowMs, this.#dayAt(nowMs));
    const amountNanoYuan = price && amountOf(price, usage);
    updateAttempt(database, id, { usage, source, amountNanoYuan, outcome: 'ok' }, requestId);
    return amountNanoYuan;
  }

  #price(model: string): ModelPrice | undefined {
    const price = this.#options.findPrice(model);
    return price && priceOfBatchInference(price);
  }

  /** The user's day, in the ledger's time zone. */
  #dayAt(ms: number): LocalDay {
    const zone = this.#options.ledger.timeZone;
    if (this.#zone !== zone) this.#calendar = new LocalCalendar(zone);
    this.#zone = zone;
    return this.#calendar.dayAt(ms);
  }
}
