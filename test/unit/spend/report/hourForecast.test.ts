import assert from 'node:assert/strict';
import { LocalCalendar } from '../../../../src/core/spend/localCalendar.ts';
import { readHourForecast } from '../../../../src/core/spend/report/hourForecast.ts';
import type { HourForecast, UsageFilter } from '../../../../src/core/spend/report/usageReport.ts';
import { plainLedger, type PlainAttempt } from './plainLedger.ts';

interface Asked {
  readonly now: string;
  readonly timeZone?: string;
  readonly filter?: UsageFilter;
}

async function hoursAt(
  attempts: readonly PlainAttempt[],
  { now, timeZone = 'Asia/Shanghai', filter = {} }: Asked,
): Promise<HourForecast[]> {
  const database = await plainLedger(attempts, timeZone);
  try {
    return readHourForecast(database, new LocalCalendar(timeZone), Date.parse(now), filter);
  } finally {
    database.close();
  }
}

/** Returns only the hours for which anything is expected, by their start. */
function busy(hours: readonly HourForecast[]): [start: string, requests: number, tokens: number][] {
  return hours
    .filter(({ requests }) => requests > 0)
    .map(({ startMs, requests, tokens }) => [new Date(startMs).toISOString(), requests, tokens]);
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('The forecast of hours', () => {
  it('expects in the next 24 hours what the same hours of last week had', async () => {
    const hours = await hoursAt(
      [
        ...times(3, { at: '2026-11-15T15:59:59+08:00', tokens: 10 }),
        ...times(2, { at: '2026-11-16T09:00:00+08:00', tokens: 7 }),
        { at: '2026-11-15T14:59:59+08:00' },
        { at: '2026-11-16T15:00:00+08:00' },
        { at: '2026-11-17T09:00:00+08:00' },
      ],
      { now: '2026-11-22T15:20:00+08:00' },
    );
    assert.equal(hours.length, 24);
    assert.equal(hours[0]?.startMs, Date.parse('2026-11-22T15:00:00+08:00'));
    assert.deepEqual(busy(hours), [
      ['2026-11-22T07:00:00.000Z', 3, 30],
      ['2026-11-23T01:00:00.000Z', 2, 14],
    ]);
  });

  it('gives newer weeks a larger weight, and uses at most eight', async () => {
    const now = '2026-11-22T15:20:00+08:00';
    const [hour] = await hoursAt(
      [...times(15, { at: '2026-11-15T15:00:00+08:00' }), ...times(900, { at: '2026-09-20T15:00:00+08:00' })],
      { now },
    );
    // A weight of 8 out of 8 + 7 + … + 1; the ninth week back is ignored.
    assert.equal(hour?.requests, (15 * 8) / 36);
    const [later] = await hoursAt(times(36, { at: '2026-09-27T15:00:00+08:00' }), { now });
    assert.equal(later?.requests, 1);
  });

  it('does not count weeks before the first attempt', async () => {
    const attempts = [...times(4, { at: '2026-11-15T15:00:00+08:00' }), { at: '2026-11-10T12:00:00+08:00' }];
    const [hour] = await hoursAt(attempts, { now: '2026-11-22T15:20:00+08:00' });
    assert.equal(hour?.requests, 4);
  });

  it('is empty before a week of history exists', async () => {
    const attempts = [{ at: '2026-11-15T23:00:00+08:00' }];
    assert.deepEqual(await hoursAt(attempts, { now: '2026-11-21T23:59:00+08:00' }), []);
    assert.equal((await hoursAt(attempts, { now: '2026-11-22T00:00:00+08:00' })).length, 24);
    assert.deepEqual(await hoursAt([], { now: '2026-11-22T00:00:00+08:00' }), []);
  });

  it('respects a filter', async () => {
    const at = '2026-11-15T15:00:00+08:00';
    const hours = await hoursAt([...times(5, { at }), { at, model: 'other' }], {
      now: '2026-11-22T15:20:00+08:00',
      filter: { model: 'other' },
    });
    assert.equal(hours[0]?.requests, 1);
  });

  it('follows local time when summer time begins', async () => {
    // In New York, Sunday 8 March 2026 has no hour from two to three.
    const hours = await hoursAt(
      [
        ...times(2, { at: '2026-03-01T01:30:00-05:00' }),
        ...times(7, { at: '2026-03-01T02:30:00-05:00' }),
        ...times(3, { at: '2026-03-01T03:30:00-05:00' }),
      ],
      { now: '2026-03-08T00:10:00-05:00', timeZone: 'America/New_York' },
    );
    assert.deepEqual(busy(hours), [
      ['2026-03-08T06:00:00.000Z', 2, 4],
      ['2026-03-08T07:00:00.000Z', 3, 6],
    ]);
    assert.equal(hours.length, 24);
  });

  it('has an hour twice when summer time ends', async () => {
    const hours = await hoursAt(times(4, { at: '2026-10-25T01:30:00-04:00' }), {
      now: '2026-11-01T00:10:00-04:00',
      timeZone: 'America/New_York',
    });
    assert.deepEqual(
      busy(hours).map(([start]) => start),
      ['2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z'],
    );
  });

  it('begins at the full local hour in zones with a half-hour offset', async () => {
    const hours = await hoursAt([{ at: '2026-11-15T15:10:00+05:30' }], {
      now: '2026-11-22T15:20:00+05:30',
      timeZone: 'Asia/Kolkata',
    });
    assert.equal(hours[0]?.startMs, Date.parse('2026-11-22T15:00:00+05:30'));
    assert.equal(hours[0]?.requests, 1);
  });
});
