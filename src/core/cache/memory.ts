import { LRUCache } from 'lru-cache';
import type { AnswerKey } from './answerStore.ts';
import type { KeptAnswer, KeptContent } from './keptAnswer.ts';

/** Size limit for all answers together. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Approximate size of an object with a few numbers. */
const OBJECT_BYTES = 200;

/** Answers of this process; the least recently used are evicted first. */
export class MemoryAnswers {
  readonly #maxEntries: () => number;
  /** Bounded by size only: the library's `max` allocates for all entries up front and cannot be changed later. */
  readonly #answers = new LRUCache<AnswerKey, KeptAnswer>({ maxSize: MAX_BYTES, sizeCalculation: estimatedBytes });

  /** @param maxEntries maximum number of answers; read on every use. */
  constructor(maxEntries: () => number) {
    this.#maxEntries = maxEntries;
  }

  /** Number of answers. */
  get entries(): number {
    return this.#answers.size;
  }

  /** Estimated size of the answers. */
  get bytes(): number {
    return this.#answers.calculatedSize;
  }

  get(key: AnswerKey): KeptAnswer | undefined {
    this.#dropSurplus();
    return this.#answers.get(key);
  }

  /** Like `get`, without counting as a use. */
  peek(key: AnswerKey): KeptAnswer | undefined {
    return this.#maxEntries() > 0 ? this.#answers.peek(key) : undefined;
  }

  /** Stores the answer and replaces an older one, unless it alone exceeds the size limit. */
  set(key: AnswerKey, answer: KeptAnswer): void {
    this.#answers.set(key, answer);
    this.#dropSurplus();
  }

  delete(key: AnswerKey): void {
    this.#answers.delete(key);
  }

  clear(): void {
    this.#answers.clear();
  }

  #dropSurplus(): void {
    const maxEntries = Math.max(0, this.#maxEntries());
    while (this.#answers.size > maxEntries) this.#answers.pop();
  }
}

function estimatedBytes({ content }: KeptAnswer, key: AnswerKey): number {
  return content.reduce((sum, piece) => sum + contentBytes(piece), OBJECT_BYTES + key.length);
}

/** A character takes one or two bytes; counted as two. */
function contentBytes(piece: KeptContent): number {
  if (piece.type !== 'citations') return OBJECT_BYTES + 2 * piece.text.length;
  return piece.citations.reduce((sum, { url, title }) => sum + OBJECT_BYTES + 2 * (url.length + title.length), 0);
}
