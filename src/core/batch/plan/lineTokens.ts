import type { Tool } from '../../answerOptions.ts';
import type { ChatMessage } from '../../chat.ts';
import { type ScriptCounts, SCRIPTS } from '../../scriptCounts.ts';
import { countMessages, countsOf } from '../../tokens.ts';

/** Exceeds every model's limit in characters; longer texts are extrapolated from their beginning. */
const TOO_LONG = 500_000;

/** Items often share the same short instructions, so the counts of a few short texts are cached. */
const SHORT = 10_000;
const MOST_REMEMBERED = 32;

/** Counts the text of items by script, like `countMessages`, but in bounded time. */
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
