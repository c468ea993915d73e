/** Output tokens of one answer: nine of ten are longer than the least, nine of ten shorter than the most. */
export interface AnswerSpan {
  readonly lowTokens: number;
  readonly highTokens: number;
}

/** What all answers of a batch come to: nine of ten such batches from `lowTokens` to `highTokens`. */
export interface AnswerTotal extends AnswerSpan {
  readonly expectedTokens: number;
}

/** Of a normal distribution: nine of ten are below, and nineteen of twenty. */
const Z_90 = 1.2816;
const Z_95 = 1.6449;

/**
 * The part of the spread of lengths that items of one batch share, because they ask the same of things that are alike:
 * however many they are, it does not even out. A guess between nothing (answers have nothing to do with each other, and
 * the sum of many is certain) and all of it (one answer tells the length of all).
 */
const SHARED_SPREAD = 0.25;

/**
 * Sums the lengths of answers that are not there yet. Lengths are log-normal within their span, cut at the longest that is
 * asked for. Their means add up; so do the variances of what each has for itself, by which the sum of many answers lies
 * closer around its mean than one answer does (the law of large numbers). What they share spreads the sum as it spreads one.
 */
export class AnswerSums {
  #mean = 0;
  #variance = 0;
  #spread = 0;
  #most = 0;

  /** Adds an answer, and returns the tokens that are to be expected of it. */
  add(span: AnswerSpan, maxTokens: number): number {
    const { mean, variance, spread } = lengthOf(span, maxTokens);
    this.#mean += mean;
    this.#variance += variance;
    this.#spread += mean * spread;
    this.#most += maxTokens;
    return mean;
  }

  get total(): AnswerTotal {
    if (this.#mean === 0) return { lowTokens: 0, expectedTokens: 0, highTokens: 0 };
    const own = Math.log1p(((1 - SHARED_SPREAD) * this.#variance) / this.#mean ** 2);
    const shared = SHARED_SPREAD * (this.#spread / this.#mean) ** 2;
    const spread = Math.sqrt(own + shared);
    // Of a log-normal distribution with that mean.
    const median = this.#mean * Math.exp(-(spread ** 2) / 2);
    return {
      lowTokens: Math.floor(median * Math.exp(-Z_95 * spread)),
      expectedTokens: Math.round(this.#mean),
      highTokens: Math.min(Math.ceil(median * Math.exp(Z_95 * spread)), this.#most),
    };
  }
}

/** Mean and variance of the shorter of an answer and its limit, and the spread of its logarithm. */
function lengthOf(
  { lowTokens, highTokens }: AnswerSpan,
  maxTokens: number,
): Record<'mean' | 'variance' | 'spread', number> {
  const low = Math.max(1, Math.min(lowTokens, maxTokens));
  const high = Math.max(low, Math.min(highTokens, maxTokens));
  const spread = Math.log(high / low) / (2 * Z_90);
  if (spread < 1e-6) return { mean: low, variance: 0, spread: 0 };
  const center = Math.log(low * high) / 2;
  const atMost = Math.log(maxTokens);
  const isCut = 1 - below((atMost - center) / spread);
  const moment = (power: number): number =>
    Math.exp(power * center + (power * spread) ** 2 / 2) * below((atMost - center) / spread - power * spread) +
    maxTokens ** power * isCut;
  const mean = moment(1);
  return { mean, variance: Math.max(0, moment(2) - mean ** 2), spread };
}

/** The share of a normal distribution below so many standard deviations; off by less than 10⁻⁶ (Abramowitz and Stegun 26.2.17). */
function below(deviations: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(deviations));
  const polynomial =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp(-(deviations ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return deviations >= 0 ? 1 - tail : tail;
}
