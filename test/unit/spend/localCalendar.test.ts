import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LocalCalendar, billDayOf } from '../../../src/core/spend/localCalendar.ts';

const at = (text: string): number => Date.parse(text);

describe('LocalCalendar', () => {
  for (const [zone, moment, day, utcOffsetMinutes] of [
    ['UTC', '2026-11-22T23:59:59.999Z', 20261122, 0],
    ['UTC', '2026-11-23T00:00:00Z', 20261123, 0],
    ['Asia/Shanghai', '2026-11-22T15:59:59.999Z', 20261122, 480],
    ['Asia/Shanghai', '2026-11-22T16:00:00Z', 20261123, 480],
    ['Asia/Shanghai', '2026-12-31T16:00:00Z', 20270101, 480],
    // The ends of months, including February of a leap year.
    ['Asia/Shanghai', '2026-11-30T15:59:59.999Z', 20261130, 480],
    ['Asia/Shanghai', '2026-11-30T16:00:00Z', 20261201, 480],
    ['Asia/Shanghai', '2028-02-28T16:00:00Z', 20280229, 480],
    ['Asia/Shanghai', '2028-02-29T16:00:00Z', 20280301, 480],
    ['Asia/Shanghai', '2027-02-28T16:00:00Z', 20270301, 480],
    // Summer time begins on 29 March 2026 and ends on 25 October; in Sydney it ends on 5 April and begins on 4 October.
    ['Europe/Berlin', '2026-03-28T22:59:59Z', 20260328, 60],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 20260329, 60],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', 20260330, 120],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', 20261025, 120],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', 20261025, 60],
    ['Europe/Berlin', '2026-10-25T23:00:00Z', 20261026, 60],
    ['Australia/Sydney', '2026-04-04T13:00:00Z', 20260405, 660],
    ['Australia/Sydney', '2026-04-05T13:59:59Z', 20260405, 600],
    ['Australia/Sydney', '2026-10-03T14:00:00Z', 20261004, 600],
    ['Australia/Sydney', '2026-10-04T13:00:00Z', 20261005, 660],
    // Summer time of half an hour; and a zone where it begins at midnight, so that the day begins at 1:00.
    ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', 20261004, 630],
    ['Australia/Lord_Howe', '2026-10-04T13:00:00Z', 20261005, 660],
    ['Asia/Beirut', '2026-03-28T21:59:59Z', 20260328, 120],
    ['Asia/Beirut', '2026-03-28T22:00:00Z', 20260329, 180],
    ['Asia/Kolkata', '2026-11-22T18:30:00Z', 20261123, 330],
    ['Asia/Kolkata', '2026-11-22T18:29:59Z', 20261122, 330],
    // Summer time begins on 8 March 2026 at 2:00 and ends on 1 November at 2:00: days of 23 and of 25 hours.
    ['America/New_York', '2026-03-08T04:59:59Z', 20260307, -300],
    ['America/New_York', '2026-03-08T05:00:00Z', 20260308, -300],
    ['America/New_York', '2026-03-08T07:00:00Z', 20260308, -240],
    ['America/New_York', '2026-03-09T03:59:59Z', 20260308, -240],
    ['America/New_York', '2026-03-09T04:00:00Z', 20260309, -240],
    ['America/New_York', '2026-11-01T04:00:00Z', 20261101, -240],
    ['America/New_York', '2026-11-01T05:59:59Z', 20261101, -240],
    ['America/New_York', '2026-11-01T06:00:00Z', 20261101, -300],
    ['America/New_York', '2026-11-02T04:59:59Z', 20261101, -300],
    ['America/New_York', '2026-11-02T05:00:00Z', 20261102, -300],
  ] as const) {
    it(`says ${day} for ${moment} in ${zone}`, () => {
      assert.deepEqual(new LocalCalendar(zone).dayAt(at(moment)), { day, utcOffsetMinutes });
    });
  }

  it('has a day of 23 hours and a day of 25 hours in New York', () => {
    const calendar = new LocalCalendar('America/New_York');
    const hoursOf = (wanted: number, from: string): number => {
      let hours = 0;
      for (let hour = 0; hour < 96; hour++) if (calendar.dayAt(at(from) + hour * 3_600_000).day === wanted) hours++;
      return hours;
    };
    assert.equal(hoursOf(20260308, '2026-03-07T00:00:00Z'), 23);
    assert.equal(hoursOf(20261101, '2026-10-31T00:00:00Z'), 25);
    assert.equal(hoursOf(20261115, '2026-11-14T00:00:00Z'), 24);
  });

  it('uses the machine’s zone by default', () => {
    const here = new LocalCalendar();
    const now = new Date(at('2026-07-01T12:00:00Z'));
    assert.equal(here.dayAt(now.getTime()).utcOffsetMinutes, 0 - now.getTimezoneOffset());
  });

  it('returns the day that matches the offset it returns', () => {
    const moments = fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') });
    const zones = fc.constantFrom('Asia/Shanghai', 'UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(moments, zones, (moment, zone) => {
        const { day, utcOffsetMinutes } = new LocalCalendar(zone).dayAt(moment);
        const local = new Date(moment + utcOffsetMinutes * 60_000).toISOString();
        assert.equal(String(day), local.slice(0, 10).replaceAll('-', ''));
      }),
    );
  });
});

describe('billDayOf', () => {
  it('is the day in Beijing, whatever the user’s zone', () => {
    assert.equal(billDayOf(at('2026-11-22T15:59:59.999Z')), 20261122);
    assert.equal(billDayOf(at('2026-11-22T16:00:00Z')), 20261123);
    assert.equal(billDayOf(at('2026-12-31T16:00:00Z')), 20270101);
  });

  it('agrees with LocalCalendar for Shanghai', () => {
    const shanghai = new LocalCalendar('Asia/Shanghai');
    const moments = fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') });
    fc.assert(fc.property(moments, moment => billDayOf(moment) === shanghai.dayAt(moment).day));
  });
});
