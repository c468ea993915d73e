import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { nanoYuanOf } from '../../../src/core/money.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { insertAttempt, updateAttempt } from '../../../src/core/spend/attemptRows.ts';
import { Budgets } from '../../../src/core/spend/budgets.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { readPaused } from '../../../src/core/spend/pausedConsumers.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { speak, window } from '../../support/vscodeStandIn.ts';
import { LedgerWindows } from '../spend/ledgerWindows.ts';

const { SpendAlarm } = await import('../../../src/host/spend/spendAlarm.ts');
const { BudgetAlerts } = await import('../../../src/host/spend/budgetAlerts.ts');

const { showWarningMessage, showErrorMessage } = window;

describe('A warning about spend', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let lock: DatabaseSync;
  let shown: string[];

  beforeEach(async () => {
    speak('en');
    windows = new LedgerWindows();
    ledger = windows.make();
    shown = [];
    await ledger.ready();
    lock = windows.connect();
  });

  afterEach(async () => {
    lock.close();
    Object.assign(window, { showWarningMessage, showErrorMessage });
    await windows.close();
  });

  /** Books a yuan spent by another extension now. */
  const spend = (): Promise<void> => {
    const known = { account: '', price: examplePrice, inputTokens: 1, reservedNanoYuan: 0, waitMs: 0 };
    const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    const facts = { questionId: 'q', model: 'm', endpoint: 'e', source: 'usage', outcome: 'ok', totalMs: 1 } as const;
    return ledger.write((database, day) => {
      const attempt = { request: exampleAttempt({ consumer: 'someone.else' }), ...known };
      const id = insertAttempt(database, 1, attempt, Math.floor(windows.clock.now()), { day, utcOffsetMinutes: 480 });
      updateAttempt(database, id, { ...facts, usage, amountNanoYuan: nanoYuanOf(1) }, undefined);
    });
  };

  it('pauses the consumer that spends it, and offers another try when that could not be stored', async () => {
    const { clock } = windows;
    const alarm = new SpendAlarm({ ledger, clock, logger: silentLogger });
    window.showWarningMessage = (message, button) => {
      lock.exec('BEGIN IMMEDIATE');
      shown.push(message);
      return Promise.resolve(button);
    };
    window.showErrorMessage = (message, button) => {
      lock.exec('COMMIT');
      shown.push(message);
      return Promise.resolve(button);
    };
    await spend();
    await clock.advance(5_000);
    assert.equal(shown.length, 1);
    await clock.advance(5_020);
    assert.deepEqual(shown.slice(1), [
      '“someone.else” could not be paused. Check the free space of the disk, then try again.',
    ]);
    assert.deepEqual(
      ledger.read(readPaused)?.map(({ consumer }) => consumer),
      ['someone.else'],
    );
    alarm.dispose();
  });

  it('about fast spend is shown once an hour across all windows, also across the full hour', async () => {
    const { clock } = windows;
    const alarms = [ledger, windows.make()].map(each => new SpendAlarm({ ledger: each, clock, logger: silentLogger }));
    window.showWarningMessage = message => {
      shown.push(message);
      return Promise.resolve(undefined);
    };
    // The test clock starts at a full hour.
    await clock.advance(59 * 60_000 + 45_000);
    for (const [waitMs, alarmsSoFar] of [
      [0, 1],
      [10_000, 1],
      [58 * 60_000, 1],
      [2 * 60_000, 2],
    ] as const) {
      await clock.advance(waitMs);
      await spend();
      await windows.look();
      await clock.advance(5_000);
      assert.equal(shown.length, alarmsSoFar);
    }
    for (const alarm of alarms) alarm.dispose();
  });

  it('about a budget is shown with the next booking when the alert could not be stored', async () => {
    const budgets = new Budgets(ledger, () => [dailyBudget(nanoYuanOf(10))]);
    const alerts = new BudgetAlerts({ ledger, budgets, warnAtPercent: () => [5], logger: silentLogger });
    window.showWarningMessage = message => {
      shown.push(message);
      return Promise.resolve(undefined);
    };
    await spend();
    // The alert waits for the database, which another connection has locked.
    lock.exec('BEGIN IMMEDIATE');
    await windows.clock.advance(5_020);
    assert.deepEqual(shown, []);
    lock.exec('COMMIT');
    await spend();
    await windows.clock.advance(0);
    assert.match(shown.join(), /20% of the budget/);
    alerts.dispose();
  });
});
