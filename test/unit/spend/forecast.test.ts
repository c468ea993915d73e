import assert from 'node:assert/strict';
import { monthForecast } from '../../../src/core/spend/forecast.ts';

describe('the forecast of a month', () => {
  it('goes on as the month has gone so far', () => {
    assert.equal(monthForecast(1_000, new Date(2026, 10, 16)), 2_000);
    assert.equal(monthForecast(280, new Date(2026, 1, 8)), 1_120);
    assert.equal(monthForecast(0, new Date(2026, 10, 16)), 0);
  });

  it('comes to what was spent at the end of the month', () => {
    assert.equal(monthForecast(700, new Date(2026, 11, 31, 23, 59, 59, 999)), 700);
  });

  it('is not made from the first days', () => {
    assert.equal(monthForecast(1_000, new Date(2026, 10, 3, 23)), undefined);
    assert.equal(monthForecast(1_000, new Date(2026, 10, 4)), 10_000);
  });
});
