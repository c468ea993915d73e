/** Output tokens of one answer: the 10th and the 90th percentile. */
export interface AnswerSpan {
  readonly lowTokens: number;
  readonly highTokens: number;
}

/** Output tokens of all answers of a batch: the mean and a 90 % interval. */
export interface AnswerTotal extends AnswerSpan {
  readonly expectedTokens: number;
}

/** The 90 % and 95 % quantiles of the normal distribution. */
const Z_90 = 1.2816;
const Z_95 = 1.6449;

/**
 * The share of the variance that is common to all items of a batch, because they ask similar things; it does not
 * average out with their number. A guess between 0 (lengths are independent, so the sum of many is certain) and 1 (one
 * answer determines the length of all).
 */
const SHARED_SPREAD = 0.25;

/**
 * Estimates the total length of future answers. Lengths are log-normal within their span, truncated at the requested
 * maximum. Means add up, and so do the variances of the independent share, so the relative spread of the sum shrinks
 * (law of large numbers). The common share spreads the sum as much as a single answer.
 */
export class AnswerSums {
  #mean = 0;
  #variance = 0;
  #spread = 0;
  #most = 0;

  /** Adds an answer; returns its expected number of tokens. */
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
    // The median of a log-normal distribution with that mean.
    const median = this.#mean * Math.exp(-(spread ** 2) / 2);
    return {
      lowTokens: Math.floor(median * Math.exp(-Z_95 * spread)),
      expectedTokens: Math.round(this.#mean),
      highTokens: Math.min(Math.ceil(median * Math.exp(Z_95 * spread)), this.#most),
    };
  }
}

/** Returns mean and variance of min(answer, limit), and the standard deviation of the answer's logarithm. */
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

/** Returns the standard normal CDF; the error is below 10⁻⁶ (Abramowitz and Stegun 26.2.17). */
function below(deviations: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(deviations));
  const polynomial =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const tail = (Math.exp(-(deviations ** 2) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return deviations >= 0 ? 1 - tail : tail;
}
