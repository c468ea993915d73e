import type { ChatRequest } from '../chat.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** A SHA-256 in hex over everything that changes an answer. */
export type AnswerKey = string;

/** A question with its key; without one its answer is neither kept nor shared. */
export interface KeyedRequest extends ChatRequest {
  readonly key?: AnswerKey;
}

/** A level of the cache behind the memory. It never throws: whatever is wrong with it is a miss. */
export interface AnswerStore {
  get(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined>;
  /**
   * Keeps the answer in place of an older one, behind the scenes.
   *
   * @param lifeMs nobody will want it later than so long after it was answered.
   */
  put(key: AnswerKey, answer: KeptAnswer, lifeMs: number): void;
}
