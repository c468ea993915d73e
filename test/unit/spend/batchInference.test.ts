import assert from 'node:assert/strict';
import type { BudgetState } from '../../../src/core/budget.ts';
import { priceOfBatchInference } from '../../../src/core/priceOfBatchInference.ts';
import { fittingRequests } from '../../../src/core/spend/fittingRequests.ts';
import { examplePrice } from '../../support/exampleLedger.ts';

function state(limitNanoYuan: number, spentNanoYuan = 0, reservedNanoYuan = 0): BudgetState {
  return { budget: { scope: 'all', name: '', period: 'day', limitNanoYuan }, spentNanoYuan, reservedNanoYuan };
}

describe('The price of batch inference', () => {
  it('is 40 % of each price in every tier', () => {
    assert.deepEqual(priceOfBatchInference(examplePrice), {
      tiers: [
        { upToInputTokens: 32_000, inputNanoYuan: 320, cachedInputNanoYuan: 80, outputNanoYuan: 1_280 },
        { upToInputTokens: null, inputNanoYuan: 640, outputNanoYuan: 2_560 },
      ],
      source: 'example × 40 %',
      asOf: '2026-11-22',
    });
  });

  it('is rounded up to whole nano-yuan, so that nothing with a price becomes free', () => {
    const tiers = [{ upToInputTokens: null, inputNanoYuan: 1, outputNanoYuan: 6 }];
    const [tier] = priceOfBatchInference({ tiers, source: '', asOf: '' }).tiers;
    assert.deepEqual([tier?.inputNanoYuan, tier?.outputNanoYuan], [1, 3]);
  });

  it('stays zero under a flat plan', () => {
    const tiers = [{ upToInputTokens: null, inputNanoYuan: 0, outputNanoYuan: 0 }];
    const flat = { tiers, source: 'a plan', asOf: '', isFlat: true } as const;
    assert.deepEqual(priceOfBatchInference(flat), flat);
  });
});

describe('Batch requests that fit into the budgets', () => {
  const worst = Array.from({ length: 200 }, () => 10);

  it('are all of them without a budget, or when the budget is large enough', () => {
    assert.deepEqual(fittingRequests('m', worst, []), { count: 200, reservedNanoYuan: 2_000 });
    assert.deepEqual(fittingRequests('m', worst, [state(3_000)]), { count: 200, reservedNanoYuan: 2_000 });
  });

  it('leave 5 % of each budget to people', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(2_000)]), { count: 190, reservedNanoYuan: 1_900 });
  });

  it('may use all of the batch’s own budget', () => {
    const { budget, ...amounts } = state(2_000);
    const own = { ...amounts, budget: { ...budget, scope: 'batch' as const, period: 'whole' as const } };
    assert.deepEqual(fittingRequests('m', worst, [own]), { count: 200, reservedNanoYuan: 2_000 });
  });

  it('are limited by the tightest budget', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(9_000), state(1_500, 25)]), {
      count: 140,
      reservedNanoYuan: 1_400,
    });
  });

  it('wait when only open reservations keep a reasonable number from fitting', () => {
    assert.equal(fittingRequests('m', worst, [state(3_000, 0, 2_800)]), 'wait');
    assert.equal(fittingRequests('m', worst, [state(3_000, 0, 2_000)]), 'wait');
  });

  it('do not wait when a reasonable number fits beside the open reservations', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(3_000, 0, 1_500)]), { count: 135, reservedNanoYuan: 1_350 });
  });

  it('are a few when more will never fit', () => {
    assert.deepEqual(fittingRequests('m', worst, [state(100, 70)]), { count: 2, reservedNanoYuan: 20 });
  });

  it('are refused with the details of the budget when not one fits', () => {
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
