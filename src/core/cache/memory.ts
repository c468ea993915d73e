import { LRUCache } from 'lru-cache';
import type { AnswerKey } from './answerStore.ts';
import type { KeptAnswer, KeptContent } from './keptAnswer.ts';

/** Most room for all answers together. */
const MAX_BYTES = 32 * 1024 * 1024;

/** What an object with a few numbers takes, roughly. */
const OBJECT_BYTES = 200;

/** Answers of this process, those that were asked for least lately dropped first. */
export class MemoryAnswers {
  readonly #maxEntries: () => number;
  /** Its own bound by count takes all its room at once, and cannot be changed. */
  readonly #answers = new LRUCache<AnswerKey, KeptAnswer>({ maxSize: MAX_BYTES, sizeCalculation: estimatedBytes });

  /** @param maxEntries how many it may hold; read anew each time. */
  constructor(maxEntries: () => number) {
    this.#maxEntries = maxEntries;
  }

  /** How many it holds. */
  get entries(): number {
    return this.#answers.size;
  }

  /** How much room they take, estimated. */
  get bytes(): number {
    return this.#answers.calculatedSize;
  }

  get(key: AnswerKey): KeptAnswer | undefined {
    this.#dropSurplus();
    return this.#answers.get(key);
  }

  /** The same, without counting as a use. */
  peek(key: AnswerKey): KeptAnswer | undefined {
    return this.#maxEntries() > 0 ? this.#answers.peek(key) : undefined;
  }

  /** Keeps the answer in place of an older one, unless it is larger than all may be together. */
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

/** A character takes one byte or two. */
function contentBytes(piece: KeptContent): number {
  if (piece.type !== 'citations') return OBJECT_BYTES + 2 * piece.text.length;
  return piece.citations.reduce((sum, { url, title }) => sum + OBJECT_BYTES + 2 * (url.length + title.length), 0);
}
