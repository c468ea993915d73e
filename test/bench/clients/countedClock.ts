import type { Clock } from '../../../src/core/clock.ts';

/** A clock that knows how many of its timers have neither rung nor been cancelled. */
export interface CountedClock extends Clock {
  openTimers(): number;
}

/** The same clock, counting. */
export function countedClock(clock: Clock): CountedClock {
  let open = 0;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after(delayMs, callback) {
      let isOpen = true;
      open++;
      const end = (): void => {
        if (isOpen) open--;
        isOpen = false;
      };
      const cancel = clock.after(delayMs, () => {
        end();
        callback();
      });
      return () => {
        end();
        cancel();
      };
    },
    openTimers: () => open,
  };
}
