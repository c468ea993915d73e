import { openFenceAtAnyDepth } from './openFenceAtAnyDepth.ts';

/**
 * Joins the continuation of an answer to the existing text. A model that was cut off inside a code block often opens
 * the block again, or closes it in the middle of a line.
 */
export class Seam {
  readonly #isInCode: boolean;
  readonly #endsLine: boolean;
  /** The beginning of the continuation, until it can be classified; `undefined` afterwards. */
  #held: string | undefined;

  /** @param before the text to continue; empty if there is none. */
  constructor(before: string) {
    this.#isInCode = before !== '' && openFenceAtAnyDepth(before) !== undefined;
    this.#endsLine = before.endsWith('\n');
    this.#held = this.#isInCode ? '' : undefined;
  }

  /** Takes the next text and returns what to append. */
  take(text: string): string {
    if (this.#held === undefined) return text;
    this.#held += text;
    const isUndecided = /^(?:`{0,2}|~{0,2}|`{3,}[^`\n]*|~{3,}.*)$/.test(this.#held.trimStart());
    return isUndecided ? '' : this.rest();
  }

  /** Returns what remains to be appended at the end, if the beginning was never classified. */
  rest(): string {
    const held = this.#held ?? '';
    this.#held = undefined;
    // With further fence characters in the same line, it is text and not a fence.
    const [line, ofBackticks, ofTildes] = /^\s*(?:`{3,}([^`\n]*)|~{3,}([^~\n]*))(?:\n|$)/.exec(held) ?? [];
    const language = ofBackticks ?? ofTildes;
    if (line === undefined || language === undefined) return held;
    if (language.trim() !== '') return held.slice(line.length);
    return this.#endsLine ? held.trimStart() : `\n${held.trimStart()}`;
  }
}
