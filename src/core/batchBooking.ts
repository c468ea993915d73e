import type { Usage } from './booking.ts';
import type { Database } from './database/database.ts';
import type { NanoYuan } from './money.ts';

/** What the answers of a batch are booked to, and under which conditions. */
export interface BatchAttribution {
  /** Also identifies the batch in the ledger and in budgets. */
  readonly jobId: string;
  /** Empty if there is none. */
  readonly workspace: string;
  readonly model: string;
  readonly endpoint: string;
  /** Name of the account that pays; empty if it is unnamed. */
  readonly account: string;
}

/** An answer obtained by the service's batch inference. */
export interface BatchAnswer {
  /** Unique and stable: the same result always has the same id, also when it is read again. */
  readonly questionId: string;
  readonly usage: Usage;
  /** `estimate` when the service sent no usage. */
  readonly source: 'usage' | 'estimate';
  readonly requestId?: string;
}

/** How many requests can be submitted now. */
export type Affordable =
  /** The first `count` requests. */
  | { readonly count: number; readonly reservedNanoYuan: NanoYuan }
  /** None yet: the reservations that are open now do not leave enough. */
  | 'wait';

/** The part of the ledger that batch inference uses. Methods that take a database are called within a transaction. */
export interface BatchBooking {
  /** Returns the maximum cost of a request; `undefined` if the model's price is unknown. */
  worstOf(model: string, inputTokens: number, outputTokens: number): NanoYuan | undefined;
  /**
   * Returns how many of the requests fit into all budgets at their maximum cost, together with everything that is open.
   * Throws `budget` if not even one fits, `price-unknown` if that cannot be determined, and `paused` if the user has
   * paused the consumer.
   *
   * @param worst maximum cost of each request, in order; `undefined` where the price is unknown.
   */
  fitting(database: Database, attribution: BatchAttribution, worst: readonly (NanoYuan | undefined)[]): Affordable;
  /** Books an answer once, at the batch-inference price. Returns the amount; `undefined` if the price is unknown. */
  book(database: Database, attribution: BatchAttribution, answer: BatchAnswer): NanoYuan | undefined;
}
