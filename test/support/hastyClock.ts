import { systemClock, type Clock } from '../../src/core/clock.ts';

/** Returns the system clock sped up by a factor, for waits of minutes in tests with real connections. */
export function hastyClock(times: number): Clock {
  const startMs = systemClock.now();
  const begunMs = systemClock.monotonicMs();
  return {
    now: () => startMs + times * (systemClock.monotonicMs() - begunMs),
    monotonicMs: () => times * systemClock.monotonicMs(),
    after: (delayMs, callback) => systemClock.after(delayMs / times, callback),
  };
}
