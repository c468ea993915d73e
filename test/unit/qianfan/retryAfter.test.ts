import assert from 'node:assert/strict';

import { readRetryAfter } from '../../../src/core/qianfan/retryAfter.ts';

const NOW = Date.UTC(2026, 10, 22, 4, 0, 0);

describe('The retry delay', () => {
  const cases: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
    ['seconds', { 'retry-after': '7' }, 7000],
    ['part of a second', { 'retry-after': ' 0.5 ' }, 500],
    ['ten hours', { 'retry-after': '36000' }, 36_000_000],
    ['none', { 'retry-after': '0' }, 0],
    ['less than none', { 'retry-after': '-5' }, 0],
    ['milliseconds first', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 04:00:30 GMT' }, 30_000],
    ['a past date', { 'retry-after': 'Sun, 22 Nov 2026 03:00:00 GMT' }, 0],
    [
      'a date by the service’s clock',
      { 'retry-after': 'Sun, 22 Nov 2026 09:00:30 GMT', date: 'Sun, 22 Nov 2026 09:00:00 GMT' },
      30_000,
    ],
    ['no header', {}, undefined],
    ['garbage', { 'retry-after': 'soon' }, undefined],
    ['garbage that looks like a date', { 'retry-after': 'in 5 minutes' }, undefined],
    ['half a number', { 'retry-after': '7s' }, undefined],
    ['no number', { 'retry-after': 'NaN' }, undefined],
    ['emptiness', { 'retry-after': '' }, undefined],
  ];
  for (const [name, headers, expected] of cases) {
    it(`is read from ${name}`, () => assert.equal(readRetryAfter(new Headers(headers), NOW), expected));
  }

  it('is a safe integer, however large', () => {
    assert.equal(readRetryAfter(new Headers({ 'retry-after': '9'.repeat(400) }), NOW), Number.MAX_SAFE_INTEGER);
  });
});
