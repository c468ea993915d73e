import type { Knobs } from './knobs.ts';
import { seededRandom } from './random.ts';

/** The work of one answer. */
export interface Work {
  readonly latencyMs: number;
  /** The connection is reset halfway, in place of the answer. */
  readonly isReset: boolean;
}

/** Returns a function that draws the work of one answer after the other, independent of time. */
export function drawWork({ seed, medianMs, meanMs, resetShare }: Knobs): () => Work {
  // The mean of a log-normal distribution is its median times exp(σ²/2).
  const sigma = medianMs > 0 ? Math.sqrt(2 * Math.log(meanMs / medianMs)) : 0;
  const even = seededRandom(seed);
  const resets = seededRandom(seed + 1_000_003);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
    return { latencyMs: medianMs * Math.exp(sigma * normal), isReset: resets() < resetShare };
  };
}
