import assert from 'node:assert/strict';
import { isSameDay, nextTime } from '../../../../src/host/batch/nextTime.ts';

const at = (text: string): number => Date.parse(text);
const MINUTE_MS = 60_000;

describe('The next occurrence of a time of day', () => {
  it('is today if it is still to come, else tomorrow', () => {
    const nowMs = at('2026-11-27T21:10:30+08:00');
    assert.equal(nextTime(22 * 60, nowMs, 'Asia/Shanghai'), at('2026-11-27T22:00:00+08:00'));
    assert.equal(nextTime(2 * 60 + 30, nowMs, 'Asia/Shanghai'), at('2026-11-28T02:30:00+08:00'));
  });

  it('is never the current minute', () => {
    const nowMs = at('2026-11-27T02:00:00+08:00');
    assert.equal(nextTime(120, nowMs, 'Asia/Shanghai'), at('2026-11-28T02:00:00+08:00'));
    assert.equal(nextTime(121, nowMs, 'Asia/Shanghai'), nowMs + MINUTE_MS);
  });

  it('respects changes to and from daylight saving time', () => {
    const spring = at('2026-03-28T20:00:00+01:00');
    assert.equal(nextTime(4 * 60, spring, 'Europe/Berlin'), at('2026-03-29T04:00:00+02:00'));
    const autumn = at('2026-10-24T20:00:00+02:00');
    assert.equal(nextTime(4 * 60, autumn, 'Europe/Berlin'), at('2026-10-25T04:00:00+01:00'));
  });

  it('can be compared by day in a time zone', () => {
    const nowMs = at('2026-11-27T23:30:00+08:00');
    assert.equal(isSameDay(nowMs, nowMs + 20 * MINUTE_MS, 'Asia/Shanghai'), true);
    assert.equal(isSameDay(nowMs, nowMs + 40 * MINUTE_MS, 'Asia/Shanghai'), false);
    assert.equal(isSameDay(nowMs, nowMs + 40 * MINUTE_MS, 'UTC'), true);
  });
});
