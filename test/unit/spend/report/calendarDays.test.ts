import assert from 'node:assert/strict';
import {
  addDays,
  countDays,
  daysBetween,
  lastOfMonth,
  weekdayOf,
} from '../../../../src/core/spend/report/calendarDays.ts';

describe('Calendar days', () => {
  it('cross the ends of months and years, leap days included', () => {
    assert.equal(addDays(20261231, 1), 20270101);
    assert.equal(addDays(20280228, 1), 20280229);
    assert.equal(addDays(20270301, -1), 20270228);
    assert.equal(addDays(20261122, -56), 20260927);
  });

  it('are listed and counted including both ends', () => {
    assert.deepEqual(daysBetween(20261129, 20261202), [20261129, 20261130, 20261201, 20261202]);
    assert.deepEqual(daysBetween(20261122, 20261122), [20261122]);
    assert.deepEqual(daysBetween(20261122, 20261121), []);
    assert.equal(countDays(20260101, 20261231), 365);
    assert.equal(countDays(20280101, 20281231), 366);
  });

  it('have a weekday and an end of their month', () => {
    assert.equal(weekdayOf(20261122), 0);
    assert.equal(weekdayOf(20261126), 4);
    assert.equal(lastOfMonth(20261122), 20261130);
    assert.equal(lastOfMonth(20280210), 20280229);
    assert.equal(lastOfMonth(20261231), 20261231);
  });

  it('are not affected by summer time in the zone of the process', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'America/New_York';
    try {
      assert.equal(addDays(20260307, 1), 20260308);
      assert.equal(addDays(20260308, 1), 20260309);
      assert.equal(countDays(20260301, 20260331), 31);
      assert.equal(weekdayOf(20260308), 0);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
