import type { ExpectedCost } from '../../src/core/spend/expectedCost.ts';
import type { Expect, Expectation } from '../../src/host/spend/expectation.ts';

/** A question of 1,234 tokens whose answer has 100 to 900; free but for the change. */
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

/** Costs in yuan. */
export function costs(low: number, high: number, worst: number): ExpectedCost['cost'] {
  return { lowNanoYuan: low * 1e9, highNanoYuan: high * 1e9, worstNanoYuan: worst * 1e9 };
}

/** Every question is the same and costs nothing. */
export const expectFree: Expect = () => expectation();
