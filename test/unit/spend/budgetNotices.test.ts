import assert from 'node:assert/strict';
import type { Budget, BudgetState } from '../../../src/core/budget.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { noteReached, reachedKey } from '../../../src/core/spend/budgetNotices.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openLedgerFile } from './ledgerFile.ts';

const PERCENTS = [50, 80, 100];
const MONTH: Budget = { scope: 'workspace', name: 'shop', period: 'month', limitNanoYuan: 100 };

const at = (spentNanoYuan: number, budget: Budget = dailyBudget(100)): BudgetState => {
  return { budget, spentNanoYuan, reservedNanoYuan: 0 };
};

describe('The notices of a budget', () => {
  let database: Database;

  beforeEach(async () => {
    database = await openLedgerFile(temporaryFolder());
  });

  afterEach(() => database.close());

  const told = (states: readonly BudgetState[], day = 20261122): number[] =>
    database.tryTransaction(() => noteReached(database, states, PERCENTS, day))?.value.map(({ percent }) => percent) ??
    [];

  it('are given for each percentage once a day, exactly when it is reached', () => {
    assert.deepEqual(told([at(49)]), []);
    assert.deepEqual(told([at(50)]), [50]);
    assert.deepEqual(told([at(79)]), []);
    assert.deepEqual(told([at(80)]), [80]);
    assert.deepEqual(told([at(80)]), []);
    assert.deepEqual(told([at(80)], 20261123), [80]);
  });

  it('are given only for the highest of several percentages reached at once', () => {
    assert.deepEqual(told([at(100)]), [100]);
    assert.deepEqual(told([at(100)]), []);
  });

  it('are given once a month for a monthly budget, and separately for each budget', () => {
    assert.deepEqual(told([at(80), at(50, MONTH)]), [80, 50]);
    assert.deepEqual(told([at(50, MONTH)], 20261130), []);
    assert.deepEqual(told([at(50, MONTH)], 20261201), [50]);
  });

  it('are given again after the budget was raised', () => {
    assert.deepEqual(told([at(80)]), [80]);
    assert.deepEqual(told([at(160, dailyBudget(200))]), [80]);
  });

  it('are not given for a budget of zero', () => {
    assert.deepEqual(told([at(0, dailyBudget(0))]), []);
  });

  it('are looked up only when another percentage is reached than before', () => {
    assert.equal(reachedKey([at(49)], PERCENTS, 20261122), '');
    const key = reachedKey([at(50)], PERCENTS, 20261122);
    assert.equal(reachedKey([at(79)], PERCENTS, 20261122), key);
    for (const other of [
      reachedKey([at(80)], PERCENTS, 20261122),
      reachedKey([at(50)], PERCENTS, 20261123),
      reachedKey([at(100, dailyBudget(200))], PERCENTS, 20261122),
    ]) {
      assert.notEqual(other, key);
    }
  });
});
