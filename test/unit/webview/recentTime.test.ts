import assert from 'node:assert/strict';
import { recentTime } from '../../../src/webview/chat/recentTime.ts';

describe('The time of a recent conversation', () => {
  const now = new Date(2026, 2, 1, 9, 5).getTime();
  const at = (year: number, month: number, day: number, hour = 12, minute = 0): number =>
    new Date(year, month, day, hour, minute).getTime();

  it('is the time of day for today, also when the clock was ahead', () => {
    assert.equal(recentTime(at(2026, 2, 1, 0, 7), now, 'en'), '00:07');
    assert.equal(recentTime(at(2026, 2, 2, 10), now, 'zh-cn'), '10:00');
  });

  it('is yesterday by the calendar, not by 24 hours', () => {
    assert.equal(recentTime(at(2026, 1, 28, 0, 1), now, 'en'), 'Yesterday');
    assert.equal(recentTime(at(2026, 1, 28, 23, 59), now, 'en'), 'Yesterday');
  });

  it('is a date before that, with the year unless it is this one', () => {
    assert.equal(recentTime(at(2026, 1, 27), now, 'en'), 'Feb 27');
    assert.equal(recentTime(at(2025, 11, 31), now, 'de'), 'Dec 31, 2025');
    assert.equal(recentTime(at(2025, 11, 31), now, 'zh-cn'), '2025年12月31日');
  });
});
