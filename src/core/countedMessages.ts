import { LRUCache } from 'lru-cache';
import type { ChatMessage } from './chat.ts';
import { type ScriptCounts, SCRIPTS, sumOfCounts } from './scriptCounts.ts';
import { countMessages, countsOf } from './tokens.ts';

/** Counting a shorter text is as fast as looking it up. */
const SHORT = 200;
/** Longer texts are counted in pieces, so that typing after an attachment changes only the last one. */
const PIECE = 16_384;
/** No model accepts more; counts of longer texts are extrapolated from this many characters. */
const TOO_LONG = 500_000;
/** Capacity of the cache, in characters. */
const MOST_CHARACTERS = 4_000_000;

/**
 * Counts messages repeatedly while the user types, and caches the counts. As exact as `countMessages`, except for up to
 * one token where two pieces of a long text meet.
 */
export class CountedMessages {
  readonly #known = new LRUCache<string, ScriptCounts>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_counts, text) => text.length,
  });

  count(messages: readonly ChatMessage[]): ScriptCounts {
    return countMessages(messages, [], text => this.countText(text));
  }

  /** Counts a text without the overhead of the chat template. */
  countText(text: string): ScriptCounts {
    if (text.length < SHORT) return countsOf(text);
    if (text.length > TOO_LONG) return scaled(this.countText(text.slice(0, TOO_LONG)), text.length / TOO_LONG);
    if (text.length <= PIECE) return this.#lookUp(text);
    const pieces: ScriptCounts[] = [];
    for (let at = 0; at < text.length; at += PIECE) pieces.push(this.countText(text.slice(at, at + PIECE)));
    return sumOfCounts(pieces);
  }

  #lookUp(text: string): ScriptCounts {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const counts = countsOf(text);
    this.#known.set(text, counts);
    return counts;
  }
}

function scaled(counts: ScriptCounts, by: number): ScriptCounts {
  const larger = { ...counts };
  for (const script of SCRIPTS) larger[script] = Math.round(counts[script] * by);
  return larger;
}
