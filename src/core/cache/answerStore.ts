import type { ChatRequest } from '../chat.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** SHA-256, in hex, of everything that affects an answer. */
export type AnswerKey = string;

/** A question with its key. Without a key, its answer is neither kept nor shared. */
export interface KeyedRequest extends ChatRequest {
  readonly key?: AnswerKey;
}

/** A cache level behind the memory. It never throws; every error is a cache miss. */
export interface AnswerStore {
  get(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
  /**
   * Stores the answer in the background and replaces an older one.
   *
   * @param lifeMs how long after `answeredAtMs` the answer is of use.
   */
  put(key: AnswerKey, answer: KeptAnswer, lifeMs: number): void;
}
