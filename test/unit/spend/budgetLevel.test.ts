import assert from 'node:assert/strict';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { FLAT_PLAN_PRICE } from '../../../src/core/qianfan/flatPlan.ts';
import { budgetLevel } from '../../../src/core/spend/budgetLevel.ts';

const YUAN = 1_000_000_000;
const price = findModel('ernie-5.1')?.price;

describe('The level of a budget', () => {
  it('is near from the first of the percentages on', () => {
    assert.equal(budgetLevel(3.99 * YUAN, 5 * YUAN, [80, 100], price), 'within');
    assert.equal(budgetLevel(4 * YUAN, 5 * YUAN, [80, 100], price), 'near');
    assert.equal(budgetLevel(4 * YUAN, 5 * YUAN, [], price), 'within');
  });

  it('is used up when not even a short question fits into what is left', () => {
    // ¥0.002 in and ¥0.004608 out.
    const least = 500 * 4_000 + 256 * 18_000;
    assert.equal(budgetLevel(YUAN - least, YUAN, [], price), 'within');
    assert.equal(budgetLevel(YUAN - least + 1, YUAN, [], price), 'usedUp');
  });

  it('is used up at and above the limit when the price is unknown', () => {
    assert.equal(budgetLevel(YUAN - 1, YUAN, [], undefined), 'within');
    assert.equal(budgetLevel(YUAN, YUAN, [], undefined), 'usedUp');
    assert.equal(budgetLevel(2 * YUAN, YUAN, [], undefined), 'usedUp');
  });

  it('is never used up for a model that costs nothing', () => {
    for (const spent of [0, 4 * YUAN, 5 * YUAN, 9 * YUAN]) {
      assert.equal(budgetLevel(spent, 5 * YUAN, [80, 100], FLAT_PLAN_PRICE), 'within');
    }
  });
});
