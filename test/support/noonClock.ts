import { systemClock, type Clock } from '../../src/core/clock.ts';

const VARIABLE = 'WENXIN_TEST_CLOCK_SHIFT_MS';
const NOON_MS = Date.parse('2026-11-22T12:00:00+08:00');

// Child processes inherit the variable, so all have the same time.
process.env[VARIABLE] ??= String(NOON_MS - Date.now());
const shiftMs = Number(process.env[VARIABLE]);

/**
 * The system clock, set to noon in Shanghai at the start of the tests: for tests in real time whose subject is a
 * day, so that none ends meanwhile.
 */
export const noonClock: Clock = { ...systemClock, now: () => systemClock.now() + shiftMs };
