import type { ExpectedCost } from '../../src/core/spend/expectedCost.ts';
import type { Expect, Expectation } from '../../src/host/spend/expectation.ts';

/** Returns what is expected of a free question of 1,234 tokens with 100 to 900 in its answer, but for `change`. */
export function expectation(change: Partial<Expectation> = {}): Expectation {
  return {
    model: 'ernie-5.1',
    contextTokens: 131_072,
    inputTokens: 1_234,
    answer: { lowTokens: 100, highTokens: 900 },
    cost: 'free',
    ...change,
  };
}

/** Converts expected costs from yuan. */
export function costs(low: number, high: number, worst: number): ExpectedCost['cost'] {
  return { lowNanoYuan: low * 1e9, highNanoYuan: high * 1e9, worstNanoYuan: worst * 1e9 };
}

/** Expects the same of every question: that it is free. */
export const expectFree: Expect = () => expectation();
