import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { LocalCalendar } from '../../../../src/core/spend/localCalendar.ts';
import { addDays, daysBetween, weekdayOf } from '../../../../src/core/spend/report/calendarDays.ts';
import { readMonth } from '../../../../src/core/spend/report/monthForecast.ts';
import type { UsageReport } from '../../../../src/core/spend/report/usageReport.ts';
import { exampleLedger } from '../../../support/exampleLedger.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { plainLedger } from './plainLedger.ts';

/** Returns the month as of a moment in Beijing, given the amounts of these days. */
async function monthAt(
  now: string,
  amounts: Iterable<readonly [day: number, amount: number]>,
): Promise<UsageReport['month']> {
  const at = (day: number): string => String(day).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3T09:00:00+08:00');
  const database = await plainLedger([...amounts].map(([day, amountNanoYuan]) => ({ at: at(day), amountNanoYuan })));
  try {
    return readMonth(database, new LocalCalendar('Asia/Shanghai'), Date.parse(`${now}+08:00`));
  } finally {
    database.close();
  }
}

describe('The forecast of a month', () => {
  it('continues with the average of the days so far when all were alike', async () => {
    const days = daysBetween(20261111, 20261120).map(day => [day, 100] as const);
    // 10 days of 100, then 10 more from the start of the 21st.
    assert.deepEqual(await monthAt('2026-11-21T00:00:00', days), {
      amountNanoYuan: 1_000,
      forecast: { low: 2_000, likely: 2_000, high: 2_000 },
    });
  });

  it('adds a share of a day for the rest of today', async () => {
    const days = daysBetween(20261111, 20261120).map(day => [day, 100] as const);
    const { forecast } = await monthAt('2026-11-21T12:00:00', [...days, [20261121, 70]]);
    assert.equal(forecast?.likely, 1_000 + 70 + 50 + 900);
  });

  it('uses the weekdays of past weeks, also on the first of a month', async () => {
    const worked = daysBetween(20260915, 20261130).filter(day => weekdayOf(day) % 6 !== 0);
    const { amountNanoYuan, forecast } = await monthAt(
      '2026-12-01T00:00:00',
      worked.map(day => [day, 1_000]),
    );
    assert.equal(amountNanoYuan, 0);
    // December 2026 has 23 working days.
    assert.deepEqual(forecast, { low: 23_000, likely: 23_000, high: 23_000 });
  });

  it('counts days without requests', async () => {
    const { forecast } = await monthAt('2026-11-21T00:00:00', [
      [20261111, 500],
      [20261120, 500],
    ]);
    assert.equal(forecast?.likely, 2_000);
  });

  it('ignores what is older than eight weeks', async () => {
    const old = daysBetween(20260701, 20260925).map(day => [day, 1_000_000] as const);
    const { forecast } = await monthAt('2026-11-22T00:00:00', old);
    assert.deepEqual(forecast, { low: 0, likely: 0, high: 0 });
  });

  it('has a range as wide as the days vary, but never below what is spent', async () => {
    // 4 past days with mean 100 and deviation 115.47, then 4 days to come: likely 400 more, ± 1.28 · 115.47 · 2.
    const days = [20261123, 20261124, 20261125, 20261126].map(
      (day, index) => [day, index % 2 === 0 ? 0 : 200] as const,
    );
    const { forecast } = await monthAt('2026-11-27T00:00:00', days);
    assert.deepEqual(forecast, { low: 504, likely: 800, high: 1_096 });
    const wild = await monthAt('2026-11-27T00:00:00', [...days.slice(0, 3), [20261126, 90_000]]);
    assert.equal(wild.forecast?.low, wild.amountNanoYuan);
  });

  it('narrows to the amount spent at the end of the month', async () => {
    const days = daysBetween(20261101, 20261130).map((day, index) => [day, 100 * (index % 3)] as const);
    const { amountNanoYuan, forecast } = await monthAt('2026-11-30T23:59:59.999', days);
    assert.deepEqual(forecast, { low: amountNanoYuan, likely: amountNanoYuan, high: amountNanoYuan });
  });

  it('is not made before three whole days are known', async () => {
    const days = [20261110, 20261111, 20261112].map(day => [day, 10] as const);
    assert.equal((await monthAt('2026-11-12T20:00:00', days)).forecast, undefined);
    assert.ok((await monthAt('2026-11-13T00:00:00', days)).forecast);
    assert.equal((await monthAt('2026-11-13T00:00:00', [])).forecast, undefined);
  });

  it('includes only the days of this month up to today', async () => {
    const { amountNanoYuan } = await monthAt('2026-11-02T08:00:00', [
      [20261031, 1],
      [20261101, 10],
      [20261102, 100],
      [addDays(20261102, 1), 1_000],
    ]);
    assert.equal(amountNanoYuan, 110);
  });

  it('is available from an open ledger', async () => {
    const at = [15, 16, 17, 18, 19, 20, 21].map(day => ({ at: `2026-11-${day}T10:00:00+08:00`, amountNanoYuan: 100 }));
    const database = await plainLedger(at);
    const folder = dirname(database.path);
    database.close();
    const clock = new VirtualClock(Date.parse('2026-11-22T12:00:00+08:00'));
    const ledger = exampleLedger({ folder, clock });
    assert.equal(ledger.monthForecast(), undefined);
    await ledger.ready();
    // Seven days of 100, half a day and eight days to come.
    assert.deepEqual(ledger.monthForecast(), { low: 1_550, likely: 1_550, high: 1_550 });
    await ledger.close();
  });
});
