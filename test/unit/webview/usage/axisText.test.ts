import assert from 'node:assert/strict';
import { axisText } from '../../../../src/webview/usage/axisText.ts';

const texts = (unit: 'yuan' | 'count', ...values: readonly number[]): string[] =>
  values.map((_, at) => axisText(values, at, unit));

describe('The labels of an axis', () => {
  it('have as many decimals as distinguish the amounts, or none', () => {
    assert.deepEqual(texts('yuan', 0, 2, 4), ['¥0', '¥2', '¥4']);
    assert.deepEqual(texts('yuan', 0, 0.5, 1), ['¥0', '¥0.50', '¥1.00']);
    assert.deepEqual(texts('yuan', 0, 0.005, 0.01), ['¥0', '¥0.005', '¥0.010']);
  });

  it('shorten large counts', () => {
    assert.deepEqual(texts('count', 0, 50, 100), ['0', '50', '100']);
    assert.deepEqual(texts('count', 0, 5000), ['0', '5000']);
    assert.deepEqual(texts('count', 0, 50_000, 100_000), ['0', '50K', '100K']);
    assert.deepEqual(texts('count', 0, 500_000, 1_000_000), ['0', '0.5M', '1.0M']);
    assert.deepEqual(texts('count', 0, 2e9), ['0', '2B']);
  });

  it('are correct when the step is not exact in binary', () => {
    assert.deepEqual(texts('yuan', 0, 0.1, 0.2, 0.30000000000000004), ['¥0', '¥0.10', '¥0.20', '¥0.30']);
  });
});
