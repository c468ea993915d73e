import assert from 'node:assert/strict';
import { costOf, exampleBudget, exampleLines, exampleModel, runDry } from './dryRunStage.ts';

describe('A dry run with a budget', () => {
  it('reports no stop when the budget covers it', async () => {
    assert.equal((await runDry(exampleLines(10), { budgets: () => [exampleBudget(1e9)] })).budgetStop, undefined);
  });

  it('reports which budget stops it, and after how many items', async () => {
    const each = costOf(await runDry(exampleLines(100))).expectedNanoYuan / 100;
    const small = exampleBudget(Math.round((20 * each) / 0.95));
    const smaller = exampleBudget(Math.round((10 * each) / 0.95), { spentNanoYuan: 0 });
    const run = await runDry(exampleLines(100), { budgets: () => [exampleBudget(1e9), small, smaller] });
    assert.deepEqual(run.budgetStop?.limitNanoYuan, smaller.budget.limitNanoYuan);
    assert.ok(run.budgetStop.isLikely);
    // An item is only sent when the rest of the budget covers its maximum cost.
    const worst = costOf(run).worstNanoYuan / 100;
    assert.equal(run.budgetStop.afterItems, Math.ceil((10 * each - worst) / each));
  });

  it('may use the whole budget of the batch itself, but only the batch share of other budgets', async () => {
    const { worstNanoYuan } = costOf(await runDry(exampleLines(1)));
    const { budget, ...amounts } = exampleBudget(worstNanoYuan);
    const own = { ...amounts, budget: { ...budget, scope: 'batch' as const, period: 'whole' as const } };
    assert.equal((await runDry(exampleLines(1), { budgets: () => [own] })).budgetStop, undefined);
    const { budgetStop } = await runDry(exampleLines(1), { budgets: () => [{ ...amounts, budget }] });
    assert.equal(budgetStop?.afterItems, 0);
  });

  it('subtracts what is already spent and reserved', async () => {
    const states = [exampleBudget(1e9, { spentNanoYuan: 5e8, reservedNanoYuan: 4.5e8 })];
    const { budgetStop } = await runDry(exampleLines(10), { budgets: () => states });
    assert.deepEqual([budgetStop?.afterItems, budgetStop?.leftNanoYuan], [0, 0]);
  });

  it('reports an unlikely stop when only an expensive batch would reach the budget', async () => {
    const { expectedNanoYuan, highNanoYuan } = costOf(await runDry(exampleLines(100)));
    const between = Math.round((0.4 * expectedNanoYuan + 0.6 * highNanoYuan) / 0.95);
    const { budgetStop } = await runDry(exampleLines(100), { budgets: () => [exampleBudget(between)] });
    assert.equal(budgetStop?.isLikely, false);
    assert.ok(budgetStop.afterItems > 50);
  });

  it('reports that nothing will be sent when a price is unknown', async () => {
    const run = await runDry(exampleLines(1), {
      findModel: () => exampleModel({ pricing: 'unknown' }),
      budgets: () => [exampleBudget(1e9)],
    });
    assert.equal(run.isUnpriced, true);
  });

  it('is not stopped by a budget when nothing is charged', async () => {
    const run = await runDry(exampleLines(5), {
      findModel: () => exampleModel({ pricing: 'plan' }),
      budgets: () => [exampleBudget(1)],
    });
    assert.equal(run.budgetStop, undefined);
  });
});
