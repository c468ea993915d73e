import type { Tool } from '../../answerOptions.ts';
import type { ChatMessage } from '../../chat.ts';
import { type ScriptCounts, SCRIPTS } from '../../scriptCounts.ts';
import { countMessages, countsOf } from '../../tokens.ts';

/** No model takes more characters: how much too long a text is, is told by its beginning. */
const TOO_LONG = 500_000;

/** The same instructions stand before each item: short texts are remembered, a few at a time. */
const SHORT = 10_000;
const MOST_REMEMBERED = 32;

/** Counts what items ask, by kind of text: as `countMessages` does, but in a time that has a bound. */
export class LineTokens {
  readonly #known = new Map<string, ScriptCounts>();

  count(messages: readonly ChatMessage[], tools: readonly Tool[] = []): ScriptCounts {
    return countMessages(messages, tools, text => this.#countOf(text));
  }

  #countOf(text: string): ScriptCounts {
    if (text.length > TOO_LONG) return scaled(countsOf(text.slice(0, TOO_LONG)), text.length / TOO_LONG);
    if (text.length > SHORT) return countsOf(text);
    const counts = this.#known.get(text) ?? countsOf(text);
    if (this.#known.size >= MOST_REMEMBERED && !this.#known.has(text)) this.#known.clear();
    this.#known.set(text, counts);
    return counts;
  }
}

function scaled(counts: ScriptCounts, times: number): ScriptCounts {
  const scaledCounts = { ...counts };
  for (const script of SCRIPTS) scaledCounts[script] = Math.round(counts[script] * times);
  return scaledCounts;
}
