import assert from 'node:assert/strict';
import type { Budget, BudgetName } from '../../../src/core/budget.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { Budgets } from '../../../src/core/spend/budgets.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { pause, readPaused } from '../../../src/core/spend/pausedConsumers.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const NOVEMBER_22 = Date.parse('2026-11-22T04:00:00Z');
const DAY_MS = 24 * 60 * 60_000;
const LARGE = 1_000 * COST;

const of = (scope: BudgetName['scope'], name: string, period: BudgetName['period'] = 'day'): BudgetName => {
  return { scope, name, period };
};

describe('Budgets of several kinds', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let budgets: Budgets;
  let own: Budget[];

  beforeEach(async () => {
    windows = new LedgerWindows();
    windows.clock.setWallTime(NOVEMBER_22);
    ledger = windows.make();
    own = [];
    budgets = new Budgets(ledger, () => own);
    await ledger.ready();
  });

  afterEach(() => windows.close());

  /** One attempt that costs `COST`. */
  const spend = async (change: Parameters<typeof exampleAttempt>[0] = {}): Promise<void> => {
    windows.finish(await windows.enter(ledger, undefined, exampleAttempt(change)));
  };
  const spentOf = (name: BudgetName): number => (budgets.spent(name) ?? NaN) / COST;
  const isRefusedBy = (name: BudgetName) => (error: unknown) => {
    assert.ok(error instanceof WenxinError && error.kind === 'budget', String(error));
    assert.deepEqual(error.details.budget, name);
    return true;
  };

  it('count the spend of their workspace, feature, consumer or batch by day and by month', async () => {
    await spend({ workspace: 'shop', feature: 'explain' });
    await spend({ workspace: 'shop', feature: 'chat', consumer: 'someone.else' });
    windows.clock.setWallTime(NOVEMBER_22 + DAY_MS);
    await spend({ workspace: 'blog', feature: 'explain', batch: 'b1' });
    windows.clock.setWallTime(Date.parse('2026-12-01T04:00:00Z'));
    await spend({ workspace: 'shop', batch: 'b1' });
    windows.clock.setWallTime(NOVEMBER_22 + DAY_MS);
    const counts = [
      of('all', ''),
      of('all', '', 'month'),
      of('workspace', 'shop', 'month'),
      of('workspace', 'blog'),
      of('feature', 'explain', 'month'),
      of('consumer', 'someone.else', 'month'),
      of('consumer', 'someone.else'),
      of('batch', 'b1', 'whole'),
      of('workspace', 'never asked', 'month'),
    ].map(spentOf);
    assert.deepEqual(counts, [1, 3, 2, 1, 2, 1, 0, 2, 0]);
  });

  it('limit only the attempts in their scope', async () => {
    await budgets.keep(of('workspace', 'shop'), 1);
    await assert.rejects(spend({ workspace: 'shop' }), isRefusedBy(of('workspace', 'shop')));
    await spend({ workspace: 'blog' });
    await budgets.keep(of('feature', 'explain', 'month'), 1);
    await assert.rejects(spend({ feature: 'explain' }), isRefusedBy(of('feature', 'explain', 'month')));
    await budgets.keep(of('consumer', 'someone.else'), 1);
    await assert.rejects(spend({ consumer: 'someone.else' }), isRefusedBy(of('consumer', 'someone.else')));
    await budgets.keep(of('batch', 'b1', 'whole'), 1);
    await assert.rejects(spend({ batch: 'b1' }), isRefusedBy(of('batch', 'b1', 'whole')));
    await spend({ feature: 'chat' });
  });

  it('apply in other windows as soon as they are stored or raised, and can be removed', async () => {
    const other = windows.make();
    await other.ready();
    await budgets.keep(of('workspace', 'shop'), 1);
    const ask = () => windows.enter(other, undefined, exampleAttempt({ workspace: 'shop' }));
    await assert.rejects(ask(), isRefusedBy(of('workspace', 'shop')));
    await budgets.keep(of('workspace', 'shop'), LARGE);
    windows.finish(await ask());
    await budgets.keep(of('workspace', 'shop'), undefined);
    assert.deepEqual(budgets.states(), []);
  });

  it('of a month span its days and start over with the next month', async () => {
    const month = of('all', '', 'month');
    own = [{ ...month, limitNanoYuan: LARGE }];
    await spend();
    windows.clock.setWallTime(NOVEMBER_22 + DAY_MS);
    own = [{ ...month, limitNanoYuan: COST + 1 }];
    const request = exampleAttempt();
    const entering = { ledger, clock: windows.clock, request, budgets: own };
    await assert.rejects(enterLedger(entering), isRefusedBy(month));
    windows.clock.setWallTime(Date.parse('2026-12-01T04:00:00Z'));
    own = [{ ...month, limitNanoYuan: LARGE }];
    assert.equal(budgets.states()?.[0]?.spentNanoYuan, 0);
  });

  it('of a month include its later days after the clock was set back', async () => {
    windows.clock.setWallTime(NOVEMBER_22 + DAY_MS);
    await spend();
    const permit = await windows.enter(ledger);
    const reserved = ledger.bookings(1)[0]?.reservedNanoYuan;
    windows.clock.setWallTime(NOVEMBER_22);
    own = [{ ...of('all', '', 'month'), limitNanoYuan: LARGE }];
    const [state] = budgets.states() ?? [];
    assert.deepEqual([state?.spentNanoYuan, state?.reservedNanoYuan], [COST, reserved]);
    windows.finish(permit);
  });

  it('report what open attempts have reserved', async () => {
    await budgets.keep(of('feature', 'explain'), LARGE);
    const permit = await windows.enter(ledger, undefined, exampleAttempt({ feature: 'explain' }));
    await windows.enter(ledger, undefined, exampleAttempt({ feature: 'chat' }));
    const reserved = ledger.bookings(2)[1]?.reservedNanoYuan;
    assert.ok(reserved !== undefined && reserved > 0);
    assert.equal(budgets.states()?.[0]?.reservedNanoYuan, reserved);
    windows.finish(permit);
    assert.deepEqual(budgets.states(), [
      { budget: { ...of('feature', 'explain'), limitNanoYuan: LARGE }, spentNanoYuan: COST, reservedNanoYuan: 0 },
    ]);
  });

  it('send nothing for a paused consumer until the user resumes it with a question', async () => {
    await ledger.write(database => pause(database, 'someone.else', NOVEMBER_22));
    const isPaused = (error: unknown) =>
      error instanceof WenxinError && error.kind === 'paused' && error.details.consumer === 'someone.else';
    await assert.rejects(spend({ consumer: 'someone.else' }), isPaused);
    await spend();
    assert.deepEqual(ledger.read(readPaused), [{ consumer: 'someone.else', sinceMs: NOVEMBER_22 }]);
    await spend({ consumer: 'someone.else', consent: { resume: true } });
    await spend({ consumer: 'someone.else' });
    assert.deepEqual(ledger.read(readPaused), []);
  });
});
