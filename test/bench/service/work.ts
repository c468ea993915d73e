import type { Knobs } from './knobs.ts';
import { seededRandom } from './random.ts';

/** What becomes of one answer that is worked on. */
export interface Work {
  readonly latencyMs: number;
  /** The connection breaks halfway, in place of the answer. */
  readonly isReset: boolean;
}

/** Draws one answer's work after the other, independent of when they are asked for. */
export function drawWork({ seed, medianMs, meanMs, resetShare }: Knobs): () => Work {
  // The mean of a log-normal is its median times exp(σ²/2).
  const sigma = medianMs > 0 ? Math.sqrt(2 * Math.log(meanMs / medianMs)) : 0;
  const even = seededRandom(seed);
  const resets = seededRandom(seed + 1_000_003);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - even())) * Math.cos(2 * Math.PI * even());
    return { latencyMs: medianMs * Math.exp(sigma * normal), isReset: resets() < resetShare };
  };
}
