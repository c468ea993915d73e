import type { Feature } from '../feature.ts';

/** Before anything is known: an answer of a few paragraphs, in tokens. */
const FIRST_GUESS = 400;
/** How much the newest answer counts in the mean. */
const WEIGHT = 0.1;

/** How long answers are: the mean of each feature's, in tokens. What they may be at most is several times as much. */
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
