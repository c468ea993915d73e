import assert from 'node:assert/strict';
import { dayGroup } from '../../../src/core/conversation/list/dayGroup.ts';

describe('dayGroup', () => {
  const nowMs = Date.parse('2026-11-26T00:30:00+08:00');
  const groupOf = (time: string, timeZone = 'Asia/Shanghai') => dayGroup(Date.parse(time), nowMs, timeZone);

  it('uses the calendar days of the user, not periods of 24 hours', () => {
    assert.equal(groupOf('2026-11-26T00:01:00+08:00'), 'today');
    assert.equal(groupOf('2026-11-25T23:59:00+08:00'), 'yesterday');
    assert.equal(groupOf('2026-11-25T23:59:00+08:00', 'UTC'), 'today');
  });

  it('counts the seven days before today as the last week', () => {
    assert.equal(groupOf('2026-11-24T12:00:00+08:00'), 'lastWeek');
    assert.equal(groupOf('2026-11-19T00:00:00+08:00'), 'lastWeek');
    assert.equal(groupOf('2026-11-18T23:59:00+08:00'), 'older');
  });

  it('counts days of 23 and 25 hours as single days', () => {
    const afterChange = Date.parse('2026-11-02T00:30:00-05:00');
    assert.equal(dayGroup(Date.parse('2026-11-01T00:10:00-04:00'), afterChange, 'America/New_York'), 'yesterday');
  });

  it('treats future times as today', () => {
    assert.equal(groupOf('2027-01-01T00:00:00+08:00'), 'today');
  });
});
