import type { Usage } from './chat.ts';
import type { Database } from './database/database.ts';
import type { NanoYuan } from './money.ts';

/** Whom the answers of a batch are booked to, and what holds for them. */
export interface BatchAttribution {
  /** Also the batch's name in the ledger and in budgets. */
  readonly jobId: string;
  /** Empty where there is none. */
  readonly workspace: string;
  readonly model: string;
  /** Name of the endpoint. */
  readonly endpoint: string;
  /** Name of the account that pays; empty when nobody has named it. */
  readonly account: string;
}

/** An answer that came by the service's batch inference. */
export interface BatchAnswer {
  /** Unique, and the same whenever the same result is read again. */
  readonly questionId: string;
  readonly usage: Usage;
  /** `estimate` when the service sent no usage. */
  readonly source: 'usage' | 'estimate';
  readonly requestId?: string;
}

/** What can be handed over now. */
export type Affordable =
  /** So many requests, from the first one on. */
  | { readonly count: number; readonly reservedNanoYuan: NanoYuan }
  /** Nothing yet: what is open now stands in the way. */
  | 'wait';

/** The ledger, as far as batch inference writes into it. What takes a database is called in a transaction. */
export interface BatchBooking {
  /** The most that a request can cost; `undefined` when nobody knows the model's price. */
  worstOf(model: string, inputTokens: number, outputTokens: number): NanoYuan | undefined;
  /**
   * How many of the requests fit into all budgets at their worst, together with all that is open. Throws `budget` when not
   * one does, `price-unknown` when nobody can tell, `paused` when the person lets nothing be asked.
   *
   * @param worst of each request, in their order; `undefined` where the price is unknown.
   */
  fitting(database: Database, attribution: BatchAttribution, worst: readonly (NanoYuan | undefined)[]): Affordable;
  /** Books an answer at the price of batch inference, once; returns the amount, `undefined` when the price is unknown. */
  book(database: Database, attribution: BatchAttribution, answer: BatchAnswer): NanoYuan | undefined;
}
