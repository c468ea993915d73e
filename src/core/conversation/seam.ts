import { openFence } from './openFence.ts';

/**
 * Joins what a model goes on with to the text that it goes on from, so that both read as one: models that were cut inside a
 * code block like to open it once more, or close it in the middle of a line.
 */
export class Seam {
  readonly #isInCode: boolean;
  readonly #endsLine: boolean;
  /** The first line of what comes, until it is known what it is; `undefined` after that. */
  #held: string | undefined;

  /** @param before the text that is gone on from; empty where there is none. */
  constructor(before: string) {
    this.#isInCode = before !== '' && openFence(before) !== undefined;
    this.#endsLine = before.endsWith('\n');
    this.#held = this.#isInCode ? '' : undefined;
  }

  /** What is added to the text, after more came. */
  take(text: string): string {
    if (this.#held === undefined) return text;
    this.#held += text;
    const isUndecided = /^(?:`{0,2}|~{0,2}|`{3,}[^`\n]*|~{3,}.*)$/.test(this.#held.trimStart());
    return isUndecided ? '' : this.rest();
  }

  /** What is added at the end, where it was not known until then. */
  rest(): string {
    const held = this.#held ?? '';
    this.#held = undefined;
    // With more of its marks in its line it is text, and no fence.
    const [line, ofBackticks, ofTildes] = /^\s*(?:`{3,}([^`\n]*)|~{3,}([^~\n]*))(?:\n|$)/.exec(held) ?? [];
    const language = ofBackticks ?? ofTildes;
    if (line === undefined || language === undefined) return held;
    if (language.trim() !== '') return held.slice(line.length);
    return this.#endsLine ? held.trimStart() : `\n${held.trimStart()}`;
  }
}
