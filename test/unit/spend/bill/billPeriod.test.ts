import assert from 'node:assert/strict';
import {
  daysOf,
  isMonth,
  monthOf,
  readBillPeriod,
  shiftDay,
  type BillClock,
} from '../../../../src/core/spend/bill/billPeriod.ts';

describe('Reading the period of a bill line', () => {
  const days: readonly (readonly [text: string, period: number])[] = [
    ['2026-11-22', 20261122],
    ['2026/11/22', 20261122],
    ['2026/1/2', 20260102],
    ['20261122', 20261122],
    ['2026年11月22日', 20261122],
    ['2026年1月2日', 20260102],
    ['２０２６－１１－２２', 20261122],
    ['2026-11-22 23:59:59', 20261122],
    ['2026-11-22T23:59', 20261122],
    ['2026-11-22 00:00:00 - 2026-11-22 23:59:59', 20261122],
    ['2026-11-22 00:00:00~2026-11-23 00:00:00', 20261122],
    ['2026-11-22 00:00:00-2026-11-23 00:00:00', 20261122],
    ['2026-11-22 至 2026-11-22', 20261122],
    ['2026-11-01 至 2026-11-02', 202611],
    ['2026-11-01 00:00:00 - 2026-11-22 23:59:59', 202611],
    ['2026-11', 202611],
    ['2026/11', 202611],
    ['202611', 202611],
    ['2026年11月', 202611],
    ['2026-1', 202601],
  ];
  for (const [text, period] of days)
    it(`takes ${text} as ${period}`, () => {
      assert.equal(readBillPeriod(text, 'shanghai'), period);
    });

  const times: readonly (readonly [text: string, clock: BillClock, day: number])[] = [
    ['2026-11-21T16:00:00Z', 'utc', 20261122],
    ['2026-11-21T15:59:59Z', 'utc', 20261121],
    ['2026-11-21T15:59:59.999Z', 'shanghai', 20261121],
    ['2026-11-21 16:00:00', 'utc', 20261122],
    ['2026-11-21 16:00:00', 'shanghai', 20261121],
    ['2026-11-22T00:00:00+08:00', 'utc', 20261122],
    ['2026-11-21T23:00:00-0500', 'utc', 20261122],
    ['2026-11-22', 'utc', 20261122],
    ['2026-12-31T16:00:00Z', 'utc', 20270101],
  ];
  for (const [text, clock, day] of times)
    it(`puts ${text} by the clock of ${clock} under ${day}`, () => {
      assert.equal(readBillPeriod(text, clock), day);
    });

  for (const text of ['', '-', '合计', '12.34', '2026', '1999-01-01', '2026-13-01', '2026-02-30', 'yesterday'])
    it(`takes ${JSON.stringify(text)} for no time`, () => assert.equal(readBillPeriod(text, 'shanghai'), undefined));

  it('distinguishes months from days, and gives the days of a month', () => {
    assert.deepEqual([isMonth(202611), isMonth(20261122)], [true, false]);
    assert.deepEqual([monthOf(202611), monthOf(20261122)], [202611, 202611]);
    assert.deepEqual(daysOf(202602), { first: 20260201, last: 20260228 });
    assert.deepEqual(daysOf(202612), { first: 20261201, last: 20261231 });
    assert.deepEqual(daysOf(20261122), { first: 20261122, last: 20261122 });
  });

  it('shifts days across the ends of months and years', () => {
    assert.deepEqual(
      [shiftDay(20261101, -1), shiftDay(20261231, 1), shiftDay(20280228, 1)],
      [20261031, 20270101, 20280229],
    );
  });
});
