import { LRUCache } from 'lru-cache';
import type { ChatMessage } from './chat.ts';
import { type ScriptCounts, SCRIPTS, sumOfCounts } from './scriptCounts.ts';
import { countMessages, countsOf } from './tokens.ts';

/** Shorter texts are counted as quickly as they are looked up. */
const SHORT = 200;
/** Longer texts are counted in pieces: what is typed behind an attachment changes the last one alone. */
const PIECE = 16_384;
/** No model takes more: how much too long a text is, is told by its beginning. */
const TOO_LONG = 500_000;
/** Characters whose counts are remembered. */
const MOST_CHARACTERS = 4_000_000;

/**
 * Counts what would be sent, again and again while a question is being typed. As exact as `countMessages`, but for a token
 * where two pieces of a long text meet.
 */
export class CountedMessages {
  readonly #known = new LRUCache<string, ScriptCounts>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_counts, text) => text.length,
  });

  count(messages: readonly ChatMessage[]): ScriptCounts {
    return countMessages(messages, [], text => this.countText(text));
  }

  /** Counts a text by itself, without what a chat template puts around a message. */
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
