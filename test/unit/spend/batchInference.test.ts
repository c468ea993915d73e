import assert from 'node:assert/strict';
import type { BudgetState } from '../../../src/core/budget.ts';
import { priceOfBatchInference } from '../../../src/core/priceOfBatchInference.ts';
import { fittingRequests } from '../../../src/core/spend/fittingRequests.ts';
import { examplePrice } from '../../support/exampleLedger.ts';

function state(limitNanoYuan: number, spentNanoYuan = 0, reservedNanoYuan = 0): BudgetState {
  return { budget: { scope: 'all', name: '', period: 'day', limitNanoYuan }, spentNanoYuan, reservedNanoYuan };
}

describe('the price of batch inference', () => {
  it('is two fifths of each price, at every tier', () => {
    assert.deepEqual(priceOfBatchInference(examplePrice), {
      tiers: [
        { upToInputTokens: 32_000, inputNanoYuan: 320, cachedInputNanoYuan: 80, outputNanoYuan: 1_280 },
        { upToInputTokens: null, inputNanoYuan: 640, outputNanoYuan: 2_560 },
      ],
      source: 'example × 40 %',
      asOf: '2026-11-22',
    });
  });

  it('is rounded up to whole nano-yuan, so that nothing that costs looks free', () => {
    const tiers = [{ upToInputTokens: null, inputNanoYuan: 1, outputNanoYuan: 6 }];
    const [tier] = priceOfBatchInference({ tiers, source: '', asOf: '' }).tiers;
    assert.deepEqual([tier?.inputNanoYuan, tier?.outputNanoYuan], [1, 3]);
  });

  it('stays nothing where a plan pays', () => {
    const tiers = [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }];
    const flat = { tiers, source: 'a plan', asOf: '', isFlat: true } as const;
    assert.deepEqual(priceOfBatchInference(flat), flat);
  });
});

describe('requests that fit into budgets', () => {
  const worst = Array.from({ length: 200 }, () => 10);

  it('are all of them without a budget, or within one', () => {
    assert.deepEqual(fittingRequests('m', worst, []), { count: 200, reservedNanoYuan: 2_000 });
    assert.deepEqual(fittingRequests('m', worst, [state(3_000)]), { count: 200, reservedNanoYuan: 2_000 });
  });

  it('leave a twentieth of each budget to those who wait for an answer', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(2_000)]), { count: 190, reservedNanoYuan: 1_900 });
  });

  it('use all of a budget that is the batch’s own', () => {
    const { budget, ...amounts } = state(2_000);
    const own = { ...amounts, budget: { ...budget, scope: 'batch' as const, period: 'whole' as const } };
    assert.deepEqual(fittingRequests('m', worst, [own]), { count: 200, reservedNanoYuan: 2_000 });
  });

  it('are as many as the tightest budget pays', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(9_000), state(1_500, 25)]), {
      count: 140,
      reservedNanoYuan: 1_400,
    });
  });

  it('wait when only what is open is in the way of a good number', () => {
    assert.equal(fittingRequests('m', worst, [state(3_000, 0, 2_800)]), 'wait');
    assert.equal(fittingRequests('m', worst, [state(3_000, 0, 2_000)]), 'wait');
  });

  it('do not wait when a good number fits beside what is open', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(3_000, 0, 1_500)]), { count: 135, reservedNanoYuan: 1_350 });
  });

  it('are a few where no more will ever fit', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(100, 70)]), { count: 2, reservedNanoYuan: 20 });
  });

  it('are refused with the budget when not one fits', () => {
    assert.throws(() => fittingRequests('m', worst, [state(9_000), state(100, 90)]), {
      kind: 'budget',
      details: {
        model: 'm',
        budget: { scope: 'all', name: '', period: 'day' },
        budgetNanoYuan: 100,
        spentNanoYuan: 90,
        worstNanoYuan: 10,
      },
    });
  });
});
