import assert from 'node:assert/strict';
import fc from 'fast-check';
import { correctedTokens, type ScriptCounts, sumOfCounts, wholeTokens } from '../../../src/core/scriptCounts.ts';

const NOTHING: ScriptCounts = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
const EVEN = { han: 1, word: 1, mark: 1, digit: 1, other: 1 };
const hundredths = fc.nat(10_000_000);
const counts: fc.Arbitrary<ScriptCounts> = fc.record({
  han: hundredths,
  word: hundredths,
  mark: hundredths,
  digit: hundredths,
  other: hundredths,
});

describe('Counts by script', () => {
  it('are rounded up to whole tokens once, over all scripts together', () => {
    assert.equal(wholeTokens(NOTHING), 0);
    assert.equal(wholeTokens({ ...NOTHING, han: 1 }), 1);
    assert.equal(wholeTokens({ ...NOTHING, han: 50, word: 50 }), 1);
    assert.equal(wholeTokens({ ...NOTHING, han: 50, word: 51 }), 2);
  });

  it('are corrected script by script', () => {
    const sample = { ...NOTHING, han: 1_000, word: 2_000 };
    assert.equal(correctedTokens(sample, { ...EVEN, han: 2 }), 40);
    assert.equal(correctedTokens(sample, { ...EVEN, word: 0.5 }), 20);
    assert.equal(correctedTokens(sample, { ...EVEN, digit: 4 }), 30);
  });

  it('are not changed by floating-point errors', () => {
    fc.assert(fc.property(counts, sample => correctedTokens(sample, EVEN) === wholeTokens(sample)));
    assert.equal(correctedTokens({ ...NOTHING, han: 1_000 }, { ...EVEN, han: 1.1 }), 11);
  });

  it('add up script by script', () => {
    assert.deepEqual(sumOfCounts([]), NOTHING);
    assert.deepEqual(
      sumOfCounts([
        { ...NOTHING, han: 1, digit: 2 },
        { ...NOTHING, digit: 3 },
      ]),
      {
        ...NOTHING,
        han: 1,
        digit: 5,
      },
    );
  });
});
