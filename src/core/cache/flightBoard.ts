import type { Waiting } from '../chat.ts';
import type { WenxinError } from '../errors.ts';
import type { AnswerKey } from './answerStore.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Lets those who ask the same in several processes ask once. It never throws but the signal's reason. */
export interface FlightBoard {
  /**
   * Takes the lead for a key, or waits while somebody else has it, and tells that. Returns what that one's flight came to,
   * and `undefined` where it is not known whether anybody asks: whoever gets that asks alone.
   */
  take(key: AnswerKey, signal: AbortSignal): AsyncGenerator<Waiting, Lead | Landing | undefined>;
}

/** The right to ask, and the duty to say what came of it. Held until `end`. */
export interface Lead {
  readonly type: 'lead';
  /**
   * Lets the others go on: with the answer or the service's failure, else (`undefined`) one of them takes the lead.
   * Synchronous, idempotent, and never throws.
   */
  end(landing?: Landing): void;
}

/** What a flight came to. */
export type Landing =
  { readonly type: 'answer'; readonly answer: KeptAnswer } | { readonly type: 'failure'; readonly error: WenxinError };
