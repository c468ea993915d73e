import { systemClock, type Clock } from '../../src/core/clock.ts';

/** What is waited for no longer than this is a limit; longer waits are pauses. */
const LONGEST_LIMIT_MS = 100;
const PATIENCE = 100;

/** The machine's clock, with waits and limits of any length a hundred times as long: for who only reads. */
export const slowClock: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs * PATIENCE, callback),
};

/**
 * The machine's clock for tests that are not about time and run beside others: short limits are a hundred times as long,
 * while pauses stay as they are.
 */
export const patientClock: Clock = {
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs() / PATIENCE,
  after: (delayMs, callback) => systemClock.after(delayMs <= LONGEST_LIMIT_MS ? delayMs * PATIENCE : delayMs, callback),
};
