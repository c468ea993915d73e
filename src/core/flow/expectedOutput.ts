import type { Feature } from '../feature.ts';

/** Initial guess in tokens: an answer of a few paragraphs. */
const FIRST_GUESS = 400;
/** Weight of the newest answer in the moving average. */
const WEIGHT = 0.1;

/** Moving average of answer lengths per feature, in tokens. The maximum length is several times as much. */
export class ExpectedOutput {
  readonly #means = new Map<Feature, number>();

  of(feature: Feature, maxTokens: number): number {
    return Math.min(this.#means.get(feature) ?? FIRST_GUESS, maxTokens);
  }

  seen(feature: Feature, tokens: number): void {
    const mean = this.#means.get(feature) ?? FIRST_GUESS;
    this.#means.set(feature, mean + WEIGHT * (tokens - mean));
  }
}
