import { systemClock, type Clock } from '../../src/core/clock.ts';

/** Delays up to this are timeouts; longer ones are pauses. */
const LONGEST_LIMIT_MS = 100;
const PATIENCE = 100;

/** The system clock with all delays a hundred times as long, for tests that only read. */
export const slowClock: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs * PATIENCE, callback),
};

/**
 * The system clock for tests that are not about time and run in parallel with others: timeouts are a hundred times as
 * long, pauses are unchanged.
 */
export const patientClock: Clock = {
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs() / PATIENCE,
  after: (delayMs, callback) => systemClock.after(delayMs <= LONGEST_LIMIT_MS ? delayMs * PATIENCE : delayMs, callback),
};

/** The system clock for code that gives up after seconds: it has a hundred times as long, with unchanged pauses. */
export const unhurriedClock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() / PATIENCE };
