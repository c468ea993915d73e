import type { Waiting } from '../chat.ts';
import type { WenxinError } from '../errors.ts';
import type { AnswerKey } from './answerStore.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Board on which processes that ask the same question agree to send it once. Throws only the signal's reason. */
export interface FlightBoard {
  /**
   * Takes the lead for a key, or waits while another process holds it, and yields an event for the wait. Returns the
   * lead, or the result of the other process's flight, or `undefined` if the board is not available: then the caller
   * sends the question on its own.
   */
  take(key: AnswerKey, signal: AbortSignal): AsyncGenerator<Waiting, Lead | Landing | undefined>;
}

/** The right to send the question, and the duty to publish the result. Held until `end`. */
export interface Lead {
  readonly type: 'lead';
  /**
   * Releases the lead and wakes the followers: with the answer or the service's failure, or, for `undefined`, so that
   * one of them takes the lead. Synchronous, idempotent, and never throws.
   */
  end(landing?: Landing): void;
}

/** Result of a flight. */
export type Landing =
  { readonly type: 'answer'; readonly answer: KeptAnswer } | { readonly type: 'failure'; readonly error: WenxinError };
